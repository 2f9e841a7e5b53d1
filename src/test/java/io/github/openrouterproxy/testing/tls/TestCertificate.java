package io.github.openrouterproxy.testing.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key with a certificate of its own making, and the trust store of whoever believes in it; made by the JDK's keytool.
 */
public record TestCertificate(Path keyStore, Path trustStore) {
    public static final String PASSWORD = "changeit";

    /** @param host what the certificate is made out to, for keytool: {@code ip:127.0.0.1}, {@code dns:a.test} */
    public static TestCertificate create(Path folder, String host) throws IOException, InterruptedException {
        String name = host.replace(':', '-');
        Path keys = folder.resolve(name + ".p12");
        Path trust = folder.resolve(name + "-trust.p12");
        Path certificate = folder.resolve(name + ".crt");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=relay.test", "-ext", "san=" + host);
        keytool(keys, "-exportcert", "-file", certificate.toString());
        keytool(trust, "-importcert", "-noprompt", "-file", certificate.toString());
        return new TestCertificate(keys, trust);
    }

    /** For clients that believe in this certificate. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(trustStore.toFile(), PASSWORD.toCharArray());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "test", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}
