# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-signed certificates, made by openssl for a test."""
import subprocess


def certificate(folder, name="server", address="IP:127.0.0.1", is_expired=False):
    """The files of a certificate and its key."""
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=model server", "-addext", f"subjectAltName={address}"]
    command += ["-keyout", str(paths[1]), "-out", str(paths[0])]
    if is_expired:
        sign_for_the_past(folder, command, paths)
    else:
        subprocess.run([*command, "-days", "2"], check=True, capture_output=True)
    return paths


def sign_for_the_past(folder, command, paths):
    """`openssl req` makes none before version 3.4; `openssl ca` does."""
    request = folder / "expired.csr"
    asked = [word for word in command if word != "-x509"]
    asked[asked.index("-out") + 1] = str(request)
    subprocess.run(asked, check=True, capture_output=True)
    (folder / "index.txt").write_text("")
    settings = folder / "ca.cnf"
    settings.write_text(
        f"[ca]\ndefault_ca=one\n[one]\ndatabase={folder}/index.txt\nnew_certs_dir={folder}\n"
        "rand_serial=yes\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n"
        "[any]\ncommonName=supplied\n"
    )
    signed = ["openssl", "ca", "-batch", "-config", str(settings), "-selfsign", "-notext"]
    signed += ["-keyfile", str(paths[1]), "-in", str(request), "-out", str(paths[0])]
    signed += ["-startdate", "20200101000000Z", "-enddate", "20200103000000Z"]
    subprocess.run(signed, check=True, capture_output=True)
