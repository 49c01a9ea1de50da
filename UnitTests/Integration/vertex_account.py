# SPDX-License-Identifier: GPL-3.0-or-later
"""The key file of an invented service account, and a check of what it signs (RFC 7515)."""
import base64
import json
import subprocess
import urllib.parse


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_account(folder, token_uri):
    """Writes the key file that Google's console would give; its path."""
    key, public = folder / "account-key.pem", folder / "account-public.pem"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
    openssl("pkey", "-in", key, "-pubout", "-out", public)
    account = {
        "type": "service_account",
        "project_id": "my-project",
        "private_key_id": "key-1",
        "private_key": key.read_text(),
        "client_email": "vlm@my-project.iam.gserviceaccount.com",
        "token_uri": token_uri,
    }
    path = folder / "account.json"
    path.write_text(json.dumps(account))
    path.chmod(0o600)
    return path


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verified_claims(folder, body):
    """Header and claims of the assertion in a token request, once its signature was checked."""
    form = urllib.parse.parse_qs(body.decode())
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    header, claims, signature = form["assertion"][0].split(".")
    signed, seal = folder / "signed", folder / "seal"
    signed.write_text(f"{header}.{claims}")
    seal.write_bytes(decoded(signature))
    public = folder / "account-public.pem"
    openssl("dgst", "-sha256", "-verify", public, "-signature", seal, signed)
    return json.loads(decoded(header)), json.loads(decoded(claims))
