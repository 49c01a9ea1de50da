// SPDX-License-Identifier: GPL-3.0-or-later
// A key and a certificate that nobody but a test trusts, made by OpenSSL.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace vlm
{

struct SelfSignedCertificate
{
  std::string keyPem;
  std::string certificatePem;
};

// What `write` puts into a BIO, as text.
template <typename Write>
std::string PemText(Write write)
{
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  write(bio.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

// `names`: the subjectAltName in OpenSSL's notation, e.g. "IP:127.0.0.1,DNS:localhost".
inline SelfSignedCertificate MakeCertificate(const std::string& names)
{
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(x509));
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()),
      &X509_EXTENSION_free);
  X509_add_ext(x509, extension.get(), -1);
  X509_sign(x509, key.get(), EVP_sha256());
  return {
      PemText([&](BIO* bio)
              { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); }),
      PemText([&](BIO* bio) { PEM_write_bio_X509(bio, x509); })};
}

}  // namespace vlm
