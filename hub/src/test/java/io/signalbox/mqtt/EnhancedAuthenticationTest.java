package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Auth;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Enhanced authentication and bad input 26, with a method that asks as often as it is told to. */
@Timeout(60)
class EnhancedAuthenticationTest {
    private static final ManualClock CLOCK = new ManualClock(1_800_000_000_000L);
    private static TestHub hub;

    /** The client says "rounds:name": so many questions, then it is taken for that name. */
    private static final class Counting implements EnhancedAuthentication {
        @Override
        public String method() {
            return "COUNT";
        }

        @Override
        public Exchange begin(String clientId) {
            return new Exchange() {
                private int asked;
                private int rounds = -1;
                private String name = "";

                @Override
                public Step next(byte[] data) {
                    String said = new String(data, UTF_8);
                    if (rounds < 0 && said.contains(":")) {
                        rounds = Integer.parseInt(said.substring(0, said.indexOf(':')));
                        name = said.substring(said.indexOf(':') + 1);
                    } else if (!said.isEmpty() && !said.equals("answer " + asked)) {
                        return new Step.Refused("a wrong answer");
                    }
                    if (asked++ == rounds) {
                        return new Step.Accepted(name, ("hello " + clientId).getBytes(UTF_8));
                    }
                    return new Step.Ask(("question " + asked).getBytes(UTF_8));
                }
            };
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, CLOCK, List.of(new Counting()));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void othersAreServed() throws Exception {
        hub.probe();
    }

    @Test
    void connectIsAnsweredAfterAllRounds() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("auth", "COUNT", "3:somebody"));
            for (int round = 1; round <= 3; round++) {
                isAsked(peer, round);
                peer.send(answer(round));
            }
            ConnAck ack = peer.next(ConnAck.class);
            assertThat(ack.reason()).isEqualTo(ReasonCode.SUCCESS);
            assertThat(ack.properties().authenticationMethod()).isEqualTo("COUNT");
            assertThat(ack.properties().authenticationData()).asString().isEqualTo("hello auth");
            peer.publish("auth/t", Qos.AT_LEAST_ONCE, 1).next(PubAck.class);
        }
    }

    @Test
    void whatIsSentRightBehindTheLastAnswerIsTaken() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(RawPeer.join(
                    RawPeer.encode(connect("auth", "COUNT", "1:a"), V5),
                    RawPeer.encode(answer(1), V5),
                    RawPeer.encode(
                            new Publish("auth/t", new byte[1], Qos.AT_LEAST_ONCE, false, 7), V5)));
            isAsked(peer, 1);
            peer.next(ConnAck.class);
            assertThat(peer.next(PubAck.class).packetId()).isEqualTo(7);
        }
    }

    @Test
    void aMethodMayNeedNoRoundAndAClientNoId() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("", "COUNT", "0:a"));
            ConnAck ack = peer.next(ConnAck.class);
            assertThat(ack.properties().assignedClientId()).startsWith("auto-");
            assertThat(ack.properties().authenticationMethod()).isEqualTo("COUNT");
        }
    }

    @Test
    void aClientMayAuthenticateAgainWhileMessagesGoOn() throws IOException {
        try (RawPeer peer = authenticated("again")) {
            CLOCK.advance(1_001);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "2:a"));
            isAsked(peer, 1);
            peer.publish("auth/t", Qos.AT_LEAST_ONCE, 5);
            assertThat(peer.next(PubAck.class).packetId()).isEqualTo(5);
            peer.send(answer(1));
            isAsked(peer, 2);
            peer.send(answer(2));
            Auth done = peer.next(Auth.class);
            assertThat(done.reason()).isEqualTo(ReasonCode.SUCCESS);
            assertThat(done.method()).isEqualTo("COUNT");
            assertThat(done.data()).asString().isEqualTo("hello again");
        }
    }

    @Test
    void aWrongAnswerIsNotLetIn() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("wrong", "COUNT", "2:a"));
            isAsked(peer, 1);
            peer.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, "COUNT", "no"))
                    .isRefused(ReasonCode.NOT_AUTHORIZED);
        }
        try (RawPeer peer = authenticated("wrong")) {
            CLOCK.advance(1_001);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "2:a"));
            isAsked(peer, 1);
            peer.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, "COUNT", "no"))
                    .isDisconnected(ReasonCode.NOT_AUTHORIZED);
        }
        try (RawPeer peer = authenticated("wrong")) {
            CLOCK.advance(1_001);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "0:somebody else"))
                    .isDisconnected(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void row26AuthBeforeConnectIsClosed() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(answer(1)).isClosed();
        }
    }

    @Test
    void row26AuthWithoutAMethodIsAProtocolError() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("none").send(answer(1)).isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
        // The short form of AUTH, and one with other properties alone.
        for (String bytes : List.of("f0 00", "f0 01 18", "f0 05 19 03 160000")) {
            try (RawPeer peer = authenticated("none")) {
                peer.send(bytes).isDisconnected(ReasonCode.PROTOCOL_ERROR);
            }
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(packet(0x10, hex("0004 4d515454 05 02 0000 04 160001 61 0001 61")))
                    .isRefused(ReasonCode.PROTOCOL_ERROR);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.connected("none").send(RawPeer.encode(answer(1), V5)).isClosed();
        }
    }

    @Test
    void row26AnotherMethodIsRefused() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("other", "SCRAM-SHA-1", null))
                    .isRefused(ReasonCode.BAD_AUTHENTICATION_METHOD);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("other", "COUNT", "1:a"));
            isAsked(peer, 1);
            peer.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, "OTHER", "answer 1"))
                    .isRefused(ReasonCode.BAD_AUTHENTICATION_METHOD);
        }
        try (RawPeer peer = authenticated("other")) {
            peer.send(auth(ReasonCode.REAUTHENTICATE, "OTHER", "1:a"))
                    .isDisconnected(ReasonCode.BAD_AUTHENTICATION_METHOD);
        }
    }

    @Test
    void row26AuthThatDoesNotFitTheExchangeIsAProtocolError() throws IOException {
        for (ReasonCode reason : List.of(ReasonCode.SUCCESS, ReasonCode.REAUTHENTICATE)) {
            try (RawPeer peer = hub.peer(V5)) {
                peer.send(connect("order", "COUNT", "1:a"));
                isAsked(peer, 1);
                peer.send(auth(reason, "COUNT", "answer 1")).isRefused(ReasonCode.PROTOCOL_ERROR);
            }
        }
        for (ReasonCode reason : List.of(ReasonCode.SUCCESS, ReasonCode.CONTINUE_AUTHENTICATION)) {
            try (RawPeer peer = authenticated("order")) {
                peer.send(auth(reason, "COUNT", "answer 1"))
                        .isDisconnected(ReasonCode.PROTOCOL_ERROR);
            }
        }
    }

    @Test
    void row26NothingButAuthIsTakenBeforeTheEnd() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("early", "COUNT", "1:a"));
            isAsked(peer, 1);
            peer.send(PingReq.INSTANCE).isRefused(ReasonCode.PROTOCOL_ERROR);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("early", "COUNT", "1:a"));
            isAsked(peer, 1);
            peer.send(packet(0x32, new byte[20_000])).isRefused(ReasonCode.PROTOCOL_ERROR);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("early", "COUNT", "1:a"));
            isAsked(peer, 1);
            // A packet of 60,000 bytes of which 20,000 come.
            peer.send(RawPeer.join(hex("f0 e0d403"), new byte[20_000]))
                    .isRefused(ReasonCode.PACKET_TOO_LARGE);
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("early", "COUNT", "1:a"));
            isAsked(peer, 1);
            peer.send(new Disconnect(ReasonCode.SUCCESS)).isClosed();
        }
    }

    @Test
    void row26MoreThanFiveRoundsAreRefused() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("long", "COUNT", "10000:a"));
            for (int round = 1; round <= Authentication.MOST_ROUNDS; round++) {
                isAsked(peer, round);
                peer.send(answer(round));
            }
            peer.isRefused(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void row26AuthenticatingAgainAndAgainIsRefused() throws IOException {
        try (RawPeer peer = authenticated("often")) {
            CLOCK.advance(1_001);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "0:a")).next(Auth.class);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "0:a"))
                    .isDisconnected(ReasonCode.QUOTA_EXCEEDED);
        }
    }

    @Test
    void row26AnExchangeThatIsNotGoneOnWithEndsAtTheDeadline() throws IOException {
        long before = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect("slow", "COUNT", "3:a"));
            isAsked(peer, 1);
            CLOCK.advance(4_000);
            peer.send(answer(1));
            isAsked(peer, 2);
            CLOCK.advance(1_001);
            peer.isRefused(ReasonCode.NOT_AUTHORIZED);
        }
        assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before + 1);
        try (RawPeer peer = authenticated("slow")) {
            CLOCK.advance(1_001);
            peer.send(auth(ReasonCode.REAUTHENTICATE, "COUNT", "3:a"));
            isAsked(peer, 1);
            CLOCK.advance(5_001);
            peer.isDisconnected(ReasonCode.NOT_AUTHORIZED);
        }
    }

    private static RawPeer authenticated(String clientId) throws IOException {
        RawPeer peer = hub.peer(V5).send(connect(clientId, "COUNT", "0:a"));
        assertThat(peer.next(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
        return peer;
    }

    private static void isAsked(RawPeer peer, int round) throws IOException {
        Auth asked = peer.next(Auth.class);
        assertThat(asked.reason()).isEqualTo(ReasonCode.CONTINUE_AUTHENTICATION);
        assertThat(asked.method()).isEqualTo("COUNT");
        assertThat(asked.data()).asString().isEqualTo("question " + round);
    }

    private static Auth answer(int round) {
        return auth(ReasonCode.CONTINUE_AUTHENTICATION, "COUNT", "answer " + round);
    }

    private static Auth auth(ReasonCode reason, String method, String data) {
        return new Auth(reason, method, data.getBytes(UTF_8), null, List.of());
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static Connect connect(String clientId, String method, @Nullable String data) {
        ConnectProperties properties = new ConnectProperties(
                0,
                65_535,
                ConnectProperties.NO_MAXIMUM,
                0,
                false,
                true,
                method,
                data == null ? null : data.getBytes(UTF_8),
                List.of());
        return new Connect(V5, clientId, true, 0, null, null, null, properties);
    }
}
