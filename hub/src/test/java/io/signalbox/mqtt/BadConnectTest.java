package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.join;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.RawPeer.string;
import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Will;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Bad inputs 12 to 24: CONNECT packets that must not open a session. */
@Timeout(120)
class BadConnectTest {
    private static final ManualClock CLOCK = new ManualClock(1_800_000_000_000L);
    private static final byte[] V5_HEAD = hex("0004 4d515454 05 02 0000 00");
    private static TestHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, CLOCK);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void othersAreServed() throws Exception {
        hub.probe();
    }

    @ParameterizedTest
    @CsvSource({
        "0006 4d5149736470 03, V3_1_1",
        "0004 6d717474 04, V3_1_1",
        "0000 04, V3_1_1",
        "0004 4d515454 02, V3_1_1",
        "0004 4d515454 03, V3_1_1",
        "0004 4d515454 06, V5",
        "0004 4d515454 ff, V5",
    })
    void row12OtherProtocolsAreToldWhatIsWrong(String nameAndLevel, ProtocolVersion answeredIn)
            throws IOException {
        try (RawPeer peer = hub.peer(answeredIn)) {
            peer.send(packet(0x10, hex(nameAndLevel), hex("02 0000 00 0001 61")))
                    .isRefused(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
        }
    }

    @Test
    void row12AProtocolNameOf64KiBIsClosed() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, string(new byte[65_535]), hex("05 02 0000"))).isClosed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "03, 0001 61",
        "0a, 0001 61",
        "22, 0001 61",
        "1e, 0001 61 0001 62 0001 63",
    })
    void row13FlagsThatContradictAreMalformed(String flags, String fields) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, hex("0004 4d515454 05" + flags + "0000 00" + fields)))
                    .isRefused(ReasonCode.MALFORMED_PACKET);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send(packet(0x10, hex("0004 4d515454 04" + flags + "0000" + fields)))
                    .isClosed();
        }
    }

    @Test
    void row13APasswordWithoutAUserNameIsMalformedIn311() throws IOException {
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send(packet(0x10, hex("0004 4d515454 04 42 0000 0001 61 0001 62")))
                    .isClosed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00, MALFORMED_PACKET",
        "eda080, MALFORMED_PACKET",
        "c0af, MALFORMED_PACKET",
        "ff, MALFORMED_PACKET",
        "f4908080, MALFORMED_PACKET",
        "01, CLIENT_IDENTIFIER_NOT_VALID",
        "1f, CLIENT_IDENTIFIER_NOT_VALID",
        "7f, CLIENT_IDENTIFIER_NOT_VALID",
        "c29f, CLIENT_IDENTIFIER_NOT_VALID",
        "efbfbf, CLIENT_IDENTIFIER_NOT_VALID",
    })
    void row14StringsThatAreNotCleanTextAreRefused(String text, ReasonCode reason)
            throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, V5_HEAD, string(hex(text)))).isRefused(reason);
        }
        ReasonCode inTopic = reason == ReasonCode.MALFORMED_PACKET
                ? ReasonCode.MALFORMED_PACKET
                : ReasonCode.TOPIC_NAME_INVALID;
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row14")
                    .send(packet(0x30, string(hex(text)), hex("00")))
                    .isDisconnected(inTopic);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "a/b", "${device.id}", "%u", "..", "."})
    void row15ClientIdsThatMeanSomethingElsewhereAreRefused(String clientId) throws IOException {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            try (RawPeer peer = hub.peer(version)) {
                peer.send(RawPeer.connect(version, clientId, null))
                        .isRefused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
            }
        }
    }

    @Test
    void row15LongClientIdsAreRefused() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.connect(V5, "x".repeat(256), null));
            assertThat(peer.next(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.connect(V5, "x".repeat(257), null))
                    .isRefused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        }
        // More than 16 KiB are not even read before a CONNECT.
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.connect(V5, "x".repeat(65_535), null))
                    .isRefused(ReasonCode.PACKET_TOO_LARGE);
        }
    }

    @Test
    void row16AUserNameMayBeMissingOrEmptyOnLoopback() throws IOException {
        for (@Nullable String userName : new @Nullable String[] {null, ""}) {
            try (RawPeer peer = hub.peer(V5)) {
                peer.connected(new Connect(
                        V5, "row16", true, 0, null, userName, null, ConnectProperties.NONE));
            }
        }
    }

    @Test
    void row17AnEmptyClientIdWithAStoredSessionIsRefusedIn311() throws IOException {
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send(new Connect(V3_1_1, "", false, 0, null, null, null, ConnectProperties.NONE))
                    .isRefused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        }
    }

    @Test
    void row17AnEmptyClientIdIsGivenOne() throws IOException {
        try (RawPeer one = hub.peer(V5);
                RawPeer two = hub.peer(V5);
                RawPeer old = hub.peer(V3_1_1)) {
            one.send(RawPeer.connect(V5, "", null));
            two.send(RawPeer.connect(V5, "", null));
            String first = one.next(ConnAck.class).properties().assignedClientId();
            String second = two.next(ConnAck.class).properties().assignedClientId();
            assertThat(first).startsWith("auto-");
            assertThat(second).startsWith("auto-").isNotEqualTo(first);
            old.connected("");
        }
    }

    @Test
    void row19AClientThatConnectsAgainAndAgainTakesItsSessionOverUntilItIsShutOut()
            throws Exception {
        long before = hub.ended(DisconnectReason.SESSION_TAKEN_OVER);
        long shutOut = hub.ended(DisconnectReason.CONNECT_RATE);
        RawPeer last = hub.peer(V5).connected("row19").subscribed("row19/0");
        for (int i = 1; i < 100; i++) {
            RawPeer next = hub.peer(V5).connected("row19").subscribed("row19/" + i);
            last.isDisconnected(ReasonCode.SESSION_TAKEN_OVER);
            last.close();
            last = next;
        }
        for (int i = 0; i < 10; i++) {
            try (RawPeer next = hub.peer(V5)) {
                next.send(RawPeer.connect(V5, "row19", null))
                        .isRefused(ReasonCode.CONNECTION_RATE_EXCEEDED);
            }
        }
        try (RawPeer next = hub.peer(V3_1_1)) {
            next.send(RawPeer.connect(V3_1_1, "row19", null))
                    .isRefused(ReasonCode.SERVER_UNAVAILABLE);
        }
        hub.probe();
        // The session that it has stays, and after the ban it may come again.
        last.send(PingReq.INSTANCE).next(PingResp.class);
        CLOCK.advance(10_001);
        try (RawPeer next = hub.peer(V5).connected("row19")) {
            last.isDisconnected(ReasonCode.SESSION_TAKEN_OVER);
            next.send(PingReq.INSTANCE).next(PingResp.class);
        }
        last.close();
        assertThat(hub.ended(DisconnectReason.SESSION_TAKEN_OVER)).isEqualTo(before + 100);
        assertThat(hub.ended(DisconnectReason.CONNECT_RATE)).isEqualTo(shutOut + 11);
        while (hub.server.status().open() > 0) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Session expiry, receive maximum, maximum packet size, topic alias maximum, request
        // response information, request problem information, user property, method.
        "1100000001",
        "210001",
        "2700000100",
        "220001",
        "1901",
        "1701",
        "26000161000162",
        "15000161"
    })
    void row20PropertiesCutShortOrDoubledAreRefused(String property) throws IOException {
        byte[] bytes = hex(property);
        for (int cut = 1; cut < bytes.length; cut++) {
            byte[] part = Arrays.copyOf(bytes, cut);
            assertThat(answerToProperties(part)).isEqualTo(ReasonCode.MALFORMED_PACKET);
        }
        boolean repeatable = property.startsWith("26");
        boolean unsupported = property.startsWith("15");
        assertThat(answerToProperties(join(bytes, bytes)))
                .isEqualTo(repeatable ? ReasonCode.SUCCESS : ReasonCode.PROTOCOL_ERROR);
        assertThat(answerToProperties(bytes))
                .isEqualTo(unsupported ? ReasonCode.BAD_AUTHENTICATION_METHOD : ReasonCode.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "7f00, MALFORMED_PACKET",
        "0100, MALFORMED_PACKET",
        "0200000001, MALFORMED_PACKET",
        "230001, MALFORMED_PACKET",
        "1800000001, MALFORMED_PACKET",
        "0b01, MALFORMED_PACKET",
        "1902, PROTOCOL_ERROR",
        "1702, PROTOCOL_ERROR",
        "16000161, PROTOCOL_ERROR",
        // Row 21.
        "210000, PROTOCOL_ERROR",
        "2700000000, PROTOCOL_ERROR",
        "22ffff, SUCCESS",
    })
    void row20And21PropertiesThatAreUnknownMisplacedOrWrongAreRefused(
            String properties, ReasonCode reason) throws IOException {
        assertThat(answerToProperties(hex(properties))).isEqualTo(reason);
    }

    @Test
    void row22TenThousandUserPropertiesOrAHugeOneAreRefused() throws IOException {
        byte[] one = hex("26 0001 61 0001 62");
        byte[] many = join(Collections.nCopies(10_000, one).toArray(byte[][]::new));
        byte[] some = Arrays.copyOf(many, 2_000 * one.length);
        assertThat(answerToProperties(many)).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(answerToProperties(some)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        byte[] huge = join(hex("26"), string("k".repeat(50_000).getBytes(UTF_8)), hex("0000"));
        for (byte[] properties : List.of(some, huge)) {
            try (RawPeer peer = hub.peer(V5)) {
                peer.connected("row22")
                        .send(packet(0x30, hex("0001 61"), length(properties), properties))
                        .isDisconnected(ReasonCode.QUOTA_EXCEEDED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$SYS/broker, NOT_AUTHORIZED",
        "$share/g/t, NOT_AUTHORIZED",
        "a/#, TOPIC_NAME_INVALID",
        "+, TOPIC_NAME_INVALID",
        "'', TOPIC_NAME_INVALID",
    })
    void row23AWillToATopicThatIsNotTheClientsIsRefused(String topic, ReasonCode reason)
            throws IOException {
        Will will = will(topic, Qos.AT_MOST_ONCE, 0);
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.connect(V5, "row23", will)).isRefused(reason);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send(RawPeer.connect(V3_1_1, "row23", will));
            if (reason == ReasonCode.NOT_AUTHORIZED) {
                peer.isRefused(reason);
            } else {
                peer.isClosed();
            }
        }
    }

    @Test
    void row23AWillWithBadPropertiesOrTooMuchOfItIsRefused() throws IOException {
        byte[] head = hex("0004 4d515454 05 06 0000 00 0001 61");
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, head, hex("03 210001 0001 62 0000")))
                    .isRefused(ReasonCode.MALFORMED_PACKET);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, head, hex("04 0101 0101 0001 62 0000")))
                    .isRefused(ReasonCode.PROTOCOL_ERROR);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, head, hex("00 0001 62"), string(new byte[60_000])))
                    .isRefused(ReasonCode.PACKET_TOO_LARGE);
        }
    }

    @Test
    void row24AWillDelayEndsWithASessionThatDoesNotStay() throws IOException {
        try (RawPeer watcher = hub.peer(V5);
                RawPeer peer = hub.peer(V5)) {
            watcher.connected("row24-watcher").subscribed("row24/a");
            peer.connected(RawPeer.connect(V5, "row24", will("row24/a", Qos.AT_LEAST_ONCE, -1)));
            peer.drop();
            assertThat(watcher.next(Publish.class).topic()).isEqualTo("row24/a");
            CLOCK.advance(10_000);
            isTheLast(watcher, "row24/a");
        }
    }

    @Test
    void row23ARefusedWillIsLoggedWithTheClientThatSentIt() throws IOException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler collector = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("io.signalbox.mqtt");
        log.addHandler(collector);
        try (RawPeer peer = hub.peer(V5)) {
            Will will = will("$SYS/broker", Qos.AT_MOST_ONCE, 0);
            peer.send(RawPeer.connect(V5, "row23-logged", will))
                    .isRefused(ReasonCode.NOT_AUTHORIZED);
        } finally {
            log.removeHandler(collector);
        }
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).contains("client 'row23-logged'", "will: topics that"));
    }

    @Test
    void row24AWillIsNotPublishedIfItsClientIsBackInTime() throws IOException {
        ConnectProperties stays = stored(100);
        Will will = will("row24/b", Qos.AT_LEAST_ONCE, 50);
        try (RawPeer watcher = hub.peer(V5)) {
            watcher.connected("row24-watcher").subscribed("row24/b");
            RawPeer first = hub.peer(V5);
            first.connected(new Connect(V5, "row24b", false, 0, will, null, null, stays));
            first.close();
            RawPeer back = hub.peer(V5);
            back.connected(new Connect(V5, "row24b", false, 0, null, null, null, stays));
            CLOCK.advance(60_000);
            isTheLast(watcher, "row24/b");
            back.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aSilentClientIsEndedAfterOneAndAHalfKeepAlives(ProtocolVersion version)
            throws IOException {
        try (RawPeer peer = hub.peer(version)) {
            peer.connected(new Connect(
                    version, "silent", true, 10, null, null, null, ConnectProperties.NONE));
            CLOCK.advance(14_900);
            peer.send(PingReq.INSTANCE);
            peer.next(PingResp.class);
            CLOCK.advance(14_900);
            peer.send(PingReq.INSTANCE);
            peer.next(PingResp.class);
            CLOCK.advance(15_100);
            if (version == V5) {
                peer.isDisconnected(ReasonCode.KEEP_ALIVE_TIMEOUT);
            } else {
                peer.isClosed();
            }
        }
    }

    @Test
    void aSessionThatWasToEndCannotBeKeptByDisconnect() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("expiry")
                    .send(new Disconnect(ReasonCode.SUCCESS, 100, null, null, List.of()))
                    .isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void theAnswerToConnectSaysWhatIsNotDoneHere() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.connect(V5, "limits", null));
            var granted = peer.next(ConnAck.class).properties();
            assertThat(granted.maximumQos()).isEqualTo(2);
            assertThat(granted.sharedSubscriptions()).isTrue();
            assertThat(granted.topicAliasMaximum()).isEqualTo(16);
            assertThat(granted.receiveMaximum()).isEqualTo(20);
            assertThat(granted.maximumPacketBytes()).isEqualTo(64 * 1024);
        }
    }

    /** No will came before this marker. */
    private static void isTheLast(RawPeer watcher, String topic) throws IOException {
        try (RawPeer marker = hub.peer(V5)) {
            marker.connected("row24-marker")
                    .send(new Publish(
                            topic, "marker".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false, 1));
            assertThat(watcher.next(Publish.class).payload()).asString().isEqualTo("marker");
        }
    }

    private static ReasonCode answerToProperties(byte[] properties) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(
                    0x10,
                    hex("0004 4d515454 05 02 0000"),
                    length(properties),
                    properties,
                    hex("0003 723230")));
            return peer.next(ConnAck.class).reason();
        }
    }

    /** The length of a property block, as a variable byte integer. */
    private static byte[] length(byte[] properties) {
        byte[] whole = packet(0, properties);
        return Arrays.copyOfRange(whole, 1, whole.length - properties.length);
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static ConnectProperties stored(long seconds) {
        return new ConnectProperties(
                seconds,
                65_535,
                ConnectProperties.NO_MAXIMUM,
                0,
                false,
                true,
                null,
                null,
                List.of());
    }

    /** A delay of -1 is the longest that there is. */
    private static Will will(String topic, Qos qos, long delaySeconds) {
        return new Will(
                topic,
                "gone".getBytes(UTF_8),
                qos,
                false,
                delaySeconds & 0xFFFF_FFFFL,
                MessageProperties.NONE);
    }
}
