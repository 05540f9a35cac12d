//! A certificate authority for one daemon, by `openssl`.

use crate::docker::output;
use crate::{Ground, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The daemon's files, and the folder that a client's `DOCKER_CERT_PATH` names.
#[derive(Debug)]
pub(super) struct TlsFiles {
    pub(super) authority: PathBuf,
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
    pub(super) client: PathBuf,
}

impl TlsFiles {
    /// Makes authority, server and client certificate in the ground's folder.
    pub(super) fn make(ground: &Ground) -> Result<Self, Trouble> {
        let client = ground.path("client");
        fs::create_dir(&client).map_err(Trouble::file(&client))?;
        let authority = client.join("ca.pem");
        let signer = ground.path("ca-key.pem");
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=seaworthy test",
            "-keyout",
            &text(&signer),
            "-out",
            &text(&authority),
        ])?;
        let issuer = Issuer { ground, authority: &authority, signer: &signer };
        let server = "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth";
        let (certificate, key) = (ground.path("server.pem"), ground.path("server-key.pem"));
        issuer.issue("localhost", server, &certificate, &key)?;
        let files = (client.join("cert.pem"), client.join("key.pem"));
        issuer.issue("client", "extendedKeyUsage=clientAuth", &files.0, &files.1)?;
        Ok(Self { authority, certificate, key, client })
    }
}

struct Issuer<'a> {
    ground: &'a Ground,
    authority: &'a Path,
    signer: &'a Path,
}

impl Issuer<'_> {
    fn issue(
        &self,
        name: &str,
        extensions: &str,
        certificate: &Path,
        key: &Path,
    ) -> Result<(), Trouble> {
        let request = self.ground.path("request.pem");
        let extensions = self.ground.write("extensions", extensions)?;
        openssl(&[
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            &format!("/CN={name}"),
            "-keyout",
            &text(key),
            "-out",
            &text(&request),
        ])?;
        openssl(&[
            "x509",
            "-req",
            "-days",
            "2",
            "-in",
            &text(&request),
            "-CA",
            &text(self.authority),
            "-CAkey",
            &text(self.signer),
            "-CAcreateserial",
            "-extfile",
            &text(&extensions),
            "-out",
            &text(certificate),
        ])
    }
}

fn openssl(arguments: &[&str]) -> Result<(), Trouble> {
    output(Command::new("openssl").args(arguments)).map(drop)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
