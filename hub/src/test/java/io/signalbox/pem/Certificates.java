package io.signalbox.pem;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.outside.Spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates of a small authority, made by OpenSSL's command line in a folder. */
public final class Certificates {
    /** A certificate and its key, both PEM. */
    public record Pair(Path certificate, Path key) {}

    private static final List<String> SHORT_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");

    public final Path authority;
    private final Path folder;

    public Certificates(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        authority = folder.resolve("ca.pem");
        List<String> make = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30"));
        make.addAll(SHORT_KEY);
        make.addAll(List.of("-subj", "/CN=Test Authority", "-keyout", "ca.key", "-out", "ca.pem"));
        openssl(make);
        Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = here
                [here]
                new_certs_dir = .
                database = index
                rand_serial = yes
                policy = any
                default_md = sha256
                copy_extensions = copy
                unique_subject = no
                [any]
                commonName = supplied
                """);
        Files.createFile(folder.resolve("index"));
    }

    public Pair server() throws IOException, InterruptedException {
        return make("server", SHORT_KEY, "sha256", "20200101", "20491231", "serverAuth");
    }

    public Pair client(String name) throws IOException, InterruptedException {
        return make(name, SHORT_KEY, "sha256", "20200101", "20491231", "clientAuth");
    }

    public Pair weak(String name, String rsaBits, String digest)
            throws IOException, InterruptedException {
        List<String> key = List.of("-newkey", "rsa:" + rsaBits);
        return make(name, key, digest, "20200101", "20491231", "clientAuth");
    }

    public Pair valid(String name, String from, String until)
            throws IOException, InterruptedException {
        return make(name, SHORT_KEY, "sha256", from, until, "clientAuth");
    }

    public Pair forServers(String name) throws IOException, InterruptedException {
        return make(name, SHORT_KEY, "sha256", "20200101", "20491231", "serverAuth");
    }

    /** The same certificate, with many more behind it. */
    public Pair longChain(Pair pair) throws IOException {
        Path chain = folder.resolve("chain.pem");
        String more = Files.readString(authority).repeat(50);
        Files.writeString(chain, Files.readString(pair.certificate()) + more);
        return new Pair(chain, pair.key());
    }

    /** A list that takes these certificates back, beside those that were before. */
    public Path revoke(Pair... revoked) throws IOException, InterruptedException {
        for (Pair pair : revoked) {
            openssl(List.of(
                    "ca",
                    "-config",
                    "ca.cnf",
                    "-cert",
                    "ca.pem",
                    "-keyfile",
                    "ca.key",
                    "-revoke",
                    pair.certificate().toString()));
        }
        openssl(List.of(
                "ca",
                "-config",
                "ca.cnf",
                "-cert",
                "ca.pem",
                "-keyfile",
                "ca.key",
                "-gencrl",
                "-crldays",
                "3650",
                "-out",
                "revoked.pem"));
        return folder.resolve("revoked.pem");
    }

    /** The key of the authority. */
    public PrivateKey authorityKey() throws IOException {
        return PemFiles.keyOf(
                PemFiles.certificates(authority).getFirst(), folder.resolve("ca.key"));
    }

    private Pair make(
            String name, List<String> key, String digest, String from, String until, String purpose)
            throws IOException, InterruptedException {
        List<String> ask = new ArrayList<>(List.of("req", "-new", "-nodes"));
        ask.addAll(key);
        ask.addAll(List.of("-subj", "/CN=" + name, "-addext", "extendedKeyUsage=" + purpose));
        ask.addAll(List.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"));
        ask.addAll(List.of("-keyout", name + ".key", "-out", name + ".csr"));
        openssl(ask);
        List<String> sign =
                new ArrayList<>(List.of("ca", "-batch", "-notext", "-config", "ca.cnf"));
        sign.addAll(List.of("-cert", "ca.pem", "-keyfile", "ca.key", "-md", digest));
        sign.addAll(List.of("-startdate", from + "000000Z", "-enddate", until + "000000Z"));
        sign.addAll(List.of("-in", name + ".csr", "-out", name + ".pem"));
        openssl(sign);
        return new Pair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private void openssl(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Process process = Spawn.start(
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
