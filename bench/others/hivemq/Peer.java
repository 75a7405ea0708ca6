import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * HiveMQ Community Edition with its own defaults, but for: anybody may connect (by itself it admits
 * nobody), a window and queues as wide as those of its peers, and no statistics sent home.
 * Arguments: port and an empty folder.
 */
final class Peer implements ExtensionMain {
    private static final String CONFIG = """
            <?xml version="1.0"?>
            <hivemq>
              <listeners>
                <tcp-listener><port>%s</port><bind-address>127.0.0.1</bind-address></tcp-listener>
              </listeners>
              <mqtt>
                <queued-messages><max-queue-size>100000</max-queue-size></queued-messages>
                <receive-maximum>
                  <server-receive-maximum>1000</server-receive-maximum>
                </receive-maximum>
              </mqtt>
              <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
            </hivemq>
            """;

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        SimpleAuthenticator anybody = (_, answer) -> answer.authenticateSuccessfully();
        Services.securityRegistry().setAuthenticatorProvider(_ -> anybody);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path config = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(config.resolve("config.xml"), CONFIG.formatted(arguments[0]));
        EmbeddedExtension extension = EmbeddedExtension.builder()
                .withId("anybody")
                .withName("anybody")
                .withVersion("1")
                .withExtensionMain(new Peer())
                .build();
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(config)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withEmbeddedExtension(extension)
                .build();
        broker.start().join();
        System.out.println("ready");
    }
}
