package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hub that may open few files: what it has goes on, and it takes more when there is room. */
@Timeout(180)
class OpenFilesIT {
    private static final int FILES = 400;
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void connectionsLeaveFilesForTheRest() throws Exception {
        try (HubProcess hub = HubProcess.startWithFiles(FILES, folder.resolve("data"));
                Client client = client(hub)) {
            int taken = 0;
            while (taken < FILES && isTaken(connect(hub, "c" + taken), PATIENCE_MILLIS)) {
                taken++;
            }
            assertThat(taken).isBetween(100, FILES - 100);
            assertThat(hub.text()).contains("it takes " + (taken + 1) + " connections");
            client.publish("a", "x".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            assertThat(hub.cli("status").exitCode()).isZero();
        }
    }

    @Test
    void aHubWithoutFilesServesWhoIsThereAndTakesMoreLater() throws Exception {
        try (HubProcess hub = HubProcess.startWithFiles(FILES, folder.resolve("data"));
                Client client = client(hub)) {
            // Connections to the API take what those of MQTT leave.
            List<Socket> others = new ArrayList<>();
            while (others.size() < FILES / 2) {
                Socket other = new Socket(InetAddress.getLoopbackAddress(), hub.httpPort());
                sockets.add(other);
                others.add(other);
            }
            int taken = 0;
            while (taken < FILES && !hub.text().contains("accepts no connections for now: ")) {
                boolean _ = isTaken(connect(hub, "c" + taken), 500);
                taken++;
            }
            assertThat(hub.text())
                    .contains("accepts no connections for now: ", "Too many open files")
                    .doesNotContain("\tat ");
            client.publish("a", "x".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            for (Socket other : others) {
                other.close();
            }
            assertThat(isTaken(connect(hub, "later"), PATIENCE_MILLIS)).isTrue();
            client.publish("a", "x".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            assertThat(hub.cli("status").out()).isNotBlank();
        }
    }

    private static Client client(HubProcess hub) throws Exception {
        return Client.connect(ClientOptions.of("127.0.0.1", hub.mqttPort(), "there")
                .withTimeout(PATIENCE_MILLIS));
    }

    private Socket connect(HubProcess hub, String clientId) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.mqttPort());
        sockets.add(socket);
        byte[] id = clientId.getBytes(UTF_8);
        byte[] packet = new byte[14 + id.length];
        System.arraycopy(
                new byte[] {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0},
                0,
                packet,
                0,
                13);
        packet[13] = (byte) id.length;
        System.arraycopy(id, 0, packet, 14, id.length);
        socket.getOutputStream().write(packet);
        return socket;
    }

    /** True for CONNACK; false if it is closed, or nothing comes in time. */
    private static boolean isTaken(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return socket.getInputStream().read() == 0x20;
        } catch (SocketTimeoutException | SocketException e) {
            return false;
        }
    }
}
