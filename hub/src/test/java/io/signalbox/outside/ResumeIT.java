package io.signalbox.outside;

import static io.signalbox.message.Qos.AT_LEAST_ONCE;
import static io.signalbox.message.Qos.EXACTLY_ONCE;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What clients that resume their sessions are owed, each with a kill -9 of the hub in between. One
 * hub lives through all of it; every test has clients and topics of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeIT {
    private static final long DAY = 86_400;

    @TempDir
    static Path folder;

    private @Nullable HubProcess hub;

    @BeforeAll
    void start() {
        hub = HubProcess.start(folder);
    }

    @AfterAll
    void end() {
        hub().close();
    }

    private HubProcess hub() {
        return Objects.requireNonNull(hub);
    }

    private void kill() {
        hub().kill();
        start();
    }

    /** The same once what the hub did so far is on disk: batches get there in order. */
    private void killOnceDurable() throws IOException {
        publish("durable", "", AT_LEAST_ONCE);
        kill();
    }

    private Peer connect(Connect connect) throws IOException {
        return Peer.connect(hub().mqttPort(), connect);
    }

    private Peer stored(String id) throws IOException {
        return connect(Peer.storedFor(DAY, id));
    }

    private void publish(String topic, String payload, Qos qos) throws IOException {
        publish(Peer.message(topic, payload, qos, 1));
    }

    private void publish(Publish message) throws IOException {
        try (Peer publisher = connect(Peer.v5("publisher", true, 0, null))) {
            publisher.publish(message);
        }
    }

    // Deliveries.

    @ParameterizedTest
    @EnumSource(
            value = Qos.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void whatIsSentAgainHasDupAndItsPacketIdAndWhatIsSentFirstHasNot(Qos qos) throws IOException {
        String topic = "dup-" + qos.ordinal();
        Publish first;
        try (Peer subscriber = stored(topic)) {
            subscriber.subscribe(topic, qos);
            publish(topic, "1", qos);
            first = subscriber.gets("1");
            assertThat(first.dup()).isFalse();
            kill();
        }
        publish(topic, "2", qos);
        try (Peer subscriber = stored(topic)) {
            Publish again = subscriber.gets("1");
            assertThat(again.dup()).isTrue();
            assertThat(again.packetId()).isEqualTo(first.packetId());
            Publish second = subscriber.gets("2");
            assertThat(second.dup()).isFalse();
            kill();
        }
        try (Peer subscriber = stored(topic)) {
            assertThat(subscriber.gets("1").dup()).isTrue();
            assertThat(subscriber.gets("2").dup()).isTrue();
        }
    }

    @Test
    void whatWaitedForAnAbsentClientIsSentWithoutDup() throws IOException {
        try (Peer subscriber = stored("absent")) {
            subscriber.subscribe("absent", AT_LEAST_ONCE);
            subscriber.disconnect(ReasonCode.SUCCESS);
        }
        publish("absent", "1", AT_LEAST_ONCE);
        kill();
        try (Peer subscriber = stored("absent")) {
            assertThat(subscriber.gets("1").dup()).isFalse();
        }
    }

    @Test
    void aClientOf311GetsDupAndItsPacketIdToo() throws IOException {
        Connect connect = Peer.v3("old", false);
        Publish first;
        try (Peer subscriber = connect(connect)) {
            subscriber.subscribe("old", EXACTLY_ONCE);
            publish("old", "1", EXACTLY_ONCE);
            first = subscriber.gets("1");
            kill();
        }
        try (Peer subscriber = connect(connect)) {
            assertThat(subscriber.sessionPresent()).isTrue();
            Publish again = subscriber.gets("1");
            assertThat(again.dup()).isTrue();
            assertThat(again.packetId()).isEqualTo(first.packetId());
            subscriber.finish(again);
        }
    }

    @Test
    void anOwedPubrelIsSentAgainAndItsPublishIsNot() throws IOException {
        Publish publish;
        try (Peer subscriber = stored("pubrel")) {
            subscriber.subscribe("pubrel", EXACTLY_ONCE);
            publish("pubrel", "1", EXACTLY_ONCE);
            publish = subscriber.gets("1");
            subscriber.receive(publish);
            kill();
        }
        publish("pubrel", "2", EXACTLY_ONCE);
        for (int life = 0; life < 2; life++) {
            try (Peer subscriber = stored("pubrel")) {
                assertThat(subscriber.next(PubRel.class).packetId()).isEqualTo(publish.packetId());
                Publish other = subscriber.gets("2");
                assertThat(other.packetId()).isNotEqualTo(publish.packetId());
                subscriber.isQuiet();
                if (life == 0) {
                    kill();
                } else {
                    subscriber.send(new PubComp(publish.packetId(), ReasonCode.SUCCESS));
                    subscriber.finish(other);
                    subscriber.isQuiet().disconnect(ReasonCode.SUCCESS);
                }
            }
        }
        publish("pubrel", "3", EXACTLY_ONCE);
        try (Peer subscriber = stored("pubrel")) {
            subscriber.gets("3");
        }
    }

    @Test
    void neitherMessageNorSessionExpiryCutsAnExchangeAfterPubrec() throws Exception {
        Connect subscribes = Peer.storedFor(3, "expiry-s");
        Connect publishes = Peer.storedFor(3, "expiry-p");
        Publish delivered;
        Publish sent = Peer.expiring(Peer.message("expiry", "1", EXACTLY_ONCE, 7), 1);
        try (Peer subscriber = connect(subscribes);
                Peer publisher = connect(publishes)) {
            subscriber.subscribe("expiry", EXACTLY_ONCE);
            publisher.send(sent).taken(7);
            delivered = subscriber.gets("1");
            subscriber.receive(delivered);
            hub().kill();
        }
        // The hub is off for longer than messages and sessions last.
        TimeUnit.MILLISECONDS.sleep(3_500);
        start();
        try (Peer subscriber = connect(subscribes);
                Peer publisher = connect(publishes)) {
            assertThat(subscriber.sessionPresent()).isTrue();
            assertThat(subscriber.next(PubRel.class).packetId()).isEqualTo(delivered.packetId());
            subscriber.send(new PubComp(delivered.packetId(), ReasonCode.SUCCESS));
            assertThat(publisher.sessionPresent()).isTrue();
            publisher.send(Peer.again(sent)).taken(7).release(7);
            publish("expiry", "2", EXACTLY_ONCE);
            subscriber.gets("2");
        }
    }

    @Test
    void packetIdsAreUniqueAndStayWithTheirMessages() throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 1; i <= 4; i++) {
            Publish retained = Peer.message(
                    "ids/r" + i, "r" + i, i % 2 == 0 ? EXACTLY_ONCE : AT_LEAST_ONCE, 1);
            publish(new Publish(retained.topic(), retained.payload(), retained.qos(), true, 1));
        }
        try (Peer subscriber = stored("ids")) {
            subscriber.subscribe("ids/+", EXACTLY_ONCE);
            for (int i = 1; i <= 6; i++) {
                publish("ids/m", "m" + i, i % 2 == 0 ? EXACTLY_ONCE : AT_LEAST_ONCE);
            }
            for (int i = 0; i < 10; i++) {
                Publish publish = subscriber.next(Publish.class);
                ids.put(Peer.text(publish), publish.packetId());
                switch (Peer.text(publish)) {
                    case "m3", "r1" -> subscriber.acknowledge(publish);
                    default -> {}
                }
            }
            assertThat(ids).hasSize(10);
            assertThat(new HashSet<>(ids.values())).hasSize(10);
            kill();
        }
        for (int life = 0; life < 2; life++) {
            publish("ids/m", "n" + life, AT_LEAST_ONCE);
            try (Peer subscriber = stored("ids")) {
                Set<Integer> open = new HashSet<>();
                Set<String> payloads = new HashSet<>();
                // Retained messages may come before the others or behind them.
                while (!payloads.containsAll(Set.of("n" + life, "r3"))) {
                    Publish publish = subscriber.next(Publish.class);
                    String text = Peer.text(publish);
                    boolean journaled = text.startsWith("m") || text.startsWith("n");
                    Integer before = ids.put(text, publish.packetId());
                    assertThat(open.add(publish.packetId())).as(text).isTrue();
                    assertThat(payloads.add(text)).as(text).isTrue();
                    if (journaled && before != null) {
                        assertThat(publish.packetId()).as(text).isEqualTo(before);
                    }
                }
                assertThat(payloads).contains("m1", "m2", "m4", "m5", "m6", "r2", "r3", "r4");
                kill();
            }
        }
    }

    // Publishes.

    @Test
    void aPubrelAfterTheResumeIsAnsweredWithPubcompSuccess() throws IOException {
        Publish publish = Peer.message("pubcomp", "1", EXACTLY_ONCE, 9);
        try (Peer publisher = stored("pubcomp")) {
            publisher.send(publish).taken(9);
            kill();
        }
        try (Peer publisher = stored("pubcomp")) {
            assertThat(publisher.sessionPresent()).isTrue();
            publisher.release(9);
            assertThat(publisher.released(9)).isEqualTo(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        }
    }

    @Test
    void aReplayedPublishOfQos2IsNotDeliveredTwice() throws IOException {
        Publish publish = Peer.message("twice", "1", EXACTLY_ONCE, 7);
        try (Peer subscriber = stored("twice-s");
                Peer publisher = stored("twice-p")) {
            subscriber.subscribe("twice", EXACTLY_ONCE);
            publisher.send(publish).taken(7).send(Peer.again(publish)).taken(7);
            subscriber.finish(subscriber.gets("1"));
            subscriber.isQuiet().disconnect(ReasonCode.SUCCESS);
            killOnceDurable();
        }
        try (Peer publisher = stored("twice-p")) {
            publisher.send(Peer.again(publish)).taken(7);
            kill();
        }
        try (Peer publisher = stored("twice-p")) {
            publisher.send(Peer.again(publish)).taken(7).release(7);
            // The same id is that of another message from now on.
            publisher.publish(Peer.message("twice", "2", EXACTLY_ONCE, 7));
        }
        try (Peer subscriber = stored("twice-s")) {
            assertThat(subscriber.gets("2").dup()).isFalse();
            subscriber.isQuiet();
        }
    }

    @Test
    void anUnseenDupPublishIsAccepted() throws IOException {
        try (Peer subscriber = stored("unseen-s");
                Peer publisher = stored("unseen-p")) {
            subscriber.subscribe("unseen", EXACTLY_ONCE);
            publisher.isQuiet();
            kill();
        }
        try (Peer publisher = stored("unseen-p")) {
            assertThat(publisher.sessionPresent()).isTrue();
            publisher.send(Peer.again(Peer.message("unseen", "1", AT_LEAST_ONCE, 5)));
            assertThat(publisher.next(PubAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
            publisher.send(Peer.again(Peer.message("unseen", "2", EXACTLY_ONCE, 6)));
            publisher.taken(6);
            kill();
        }
        try (Peer subscriber = stored("unseen-s");
                Peer publisher = stored("unseen-p")) {
            publisher.release(6);
            // DUP of the publisher is its own affair [MQTT-3.3.1-3].
            assertThat(subscriber.gets("1").dup()).isFalse();
            assertThat(subscriber.gets("2").dup()).isFalse();
            subscriber.isQuiet();
        }
    }

    // Sessions.

    @Test
    void sessionPresentIsRightAfterTheKill() throws IOException {
        try (Peer _ = stored("there");
                Peer _ = connect(Peer.v5("ending", false, 0, null));
                Peer _ = connect(Peer.v3("there-3", false));
                Peer _ = connect(Peer.v3("ending-3", true));
                Peer _ = stored("cleaned")) {
            kill();
        }
        try (Peer there = stored("there");
                Peer ending = stored("ending");
                Peer there3 = connect(Peer.v3("there-3", false));
                Peer ending3 = connect(Peer.v3("ending-3", false));
                Peer cleaned = connect(Peer.v5("cleaned", true, DAY, null));
                Peer unknown = stored("unknown")) {
            assertThat(List.of(there.sessionPresent(), there3.sessionPresent())).containsOnly(true);
            assertThat(List.of(
                            ending.sessionPresent(),
                            ending3.sessionPresent(),
                            cleaned.sessionPresent(),
                            unknown.sessionPresent()))
                    .containsOnly(false);
        }
    }

    @Test
    void theRetainedMessageIsTheLastAcknowledged() throws IOException {
        try (Peer publisher = stored("retained-p")) {
            for (int i = 1; i <= 20; i++) {
                publisher.publish(retained("kept/a", "" + i));
                publisher.publish(retained("kept/b", "" + i));
            }
            publisher.publish(retained("kept/b", ""));
            kill();
        }
        publish("kept/a", "not retained", AT_LEAST_ONCE);
        kill();
        try (Peer subscriber = stored("retained-s")) {
            subscriber.subscribe("kept/+", AT_LEAST_ONCE);
            Publish kept = subscriber.gets("20");
            assertThat(kept.topic()).isEqualTo("kept/a");
            assertThat(kept.retain()).isTrue();
            subscriber.acknowledge(kept);
            publish("kept/b", "sentinel", AT_LEAST_ONCE);
            subscriber.gets("sentinel");
        }
    }

    private static Publish retained(String topic, String payload) {
        Publish plain = Peer.message(topic, payload, AT_LEAST_ONCE, 1);
        return new Publish(topic, plain.payload(), AT_LEAST_ONCE, true, 1);
    }

    // Groups.

    @Test
    void theLeasesOfAMemberThatIsLostWithTheHubGoToAnother() throws IOException {
        try (Peer one = stored("lease-1");
                Peer two = stored("lease-2")) {
            one.subscribe("$share/g/lease", AT_LEAST_ONCE);
            two.subscribe("$share/g/lease", AT_LEAST_ONCE);
            for (int i = 1; i <= 6; i++) {
                publish("lease", "" + i, AT_LEAST_ONCE);
            }
            kill();
        }
        try (Peer two = stored("lease-2")) {
            Set<String> got = new HashSet<>();
            for (int i = 1; i <= 6; i++) {
                Publish publish = two.next(Publish.class);
                got.add(Peer.text(publish));
                two.acknowledge(publish);
            }
            assertThat(got).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
            two.isQuiet().disconnect(ReasonCode.SUCCESS);
            killOnceDurable();
        }
        try (Peer one = stored("lease-1")) {
            publish("lease", "7", AT_LEAST_ONCE);
            one.gets("7");
        }
    }

    @Test
    void whatAMemberOfAGroupHasAtQos2StaysWithItThroughTheKill() throws IOException {
        Publish first;
        try (Peer one = stored("lease2-1")) {
            one.subscribe("$share/g/lease2", EXACTLY_ONCE);
            publish("lease2", "1", EXACTLY_ONCE);
            first = one.gets("1");
            kill();
        }
        try (Peer two = stored("lease2-2")) {
            two.subscribe("$share/g/lease2", EXACTLY_ONCE);
            publish("lease2", "2", EXACTLY_ONCE);
            two.gets("2");
            try (Peer one = stored("lease2-1")) {
                Publish again = one.gets("1");
                assertThat(again.dup()).isTrue();
                assertThat(again.packetId()).isEqualTo(first.packetId());
                one.finish(again);
            }
        }
    }

    // Wills.

    private static Connect willing(String id, long delaySeconds) {
        return Peer.v5(
                id,
                false,
                DAY,
                new Will(
                        "wills/" + id,
                        new byte[] {'w'},
                        AT_LEAST_ONCE,
                        false,
                        delaySeconds,
                        MessageProperties.NONE));
    }

    /** What the watcher gets until the sentinel, which is published after all that is due. */
    private Set<String> watched(String id) throws IOException {
        try (Peer watcher = stored(id)) {
            publish("wills/" + id, "sentinel", AT_LEAST_ONCE);
            Set<String> topics = new HashSet<>();
            while (true) {
                Publish publish = watcher.next(Publish.class);
                if (publish.topic().equals("wills/" + id)) {
                    watcher.acknowledge(publish);
                    watcher.disconnect(ReasonCode.SUCCESS);
                    return topics;
                }
                assertThat(topics.add(publish.topic())).isTrue();
            }
        }
    }

    private void watch(String id, String... clients) throws IOException {
        try (Peer watcher = stored(id)) {
            watcher.subscribe("wills/" + id, AT_LEAST_ONCE);
            for (String client : clients) {
                watcher.subscribe("wills/" + client, AT_LEAST_ONCE);
            }
        }
    }

    @Test
    void aWillFiresOnAResetAndOnDisconnectWithWillAndOnTheKillItselfAndNotOnDisconnect()
            throws IOException {
        watch("watcher", "reset", "with-will", "killed", "normal");
        try (Peer reset = connect(willing("reset", 0));
                Peer withWill = connect(willing("with-will", 0));
                Peer killed = connect(willing("killed", 0));
                Peer normal = connect(willing("normal", 0))) {
            reset.reset();
            withWill.disconnect(ReasonCode.DISCONNECT_WITH_WILL);
            normal.disconnect(ReasonCode.SUCCESS);
            killed.isQuiet();
            killOnceDurable();
        }
        assertThat(watched("watcher"))
                .containsExactlyInAnyOrder("wills/reset", "wills/with-will", "wills/killed");
    }

    @Test
    void aWillThatWaitsWhenTheHubIsKilledFiresAfterItsDelay() throws Exception {
        watch("patient", "late-reset", "late-with-will", "late-normal");
        try (Peer reset = connect(willing("late-reset", 1));
                Peer withWill = connect(willing("late-with-will", 1));
                Peer normal = connect(willing("late-normal", 1))) {
            reset.reset();
            withWill.disconnect(ReasonCode.DISCONNECT_WITH_WILL);
            normal.disconnect(ReasonCode.SUCCESS);
            killOnceDurable();
        }
        try (Peer watcher = stored("patient")) {
            Set<String> topics = new HashSet<>();
            for (int i = 0; i < 2; i++) {
                Publish will = watcher.next(Publish.class);
                topics.add(will.topic());
                watcher.acknowledge(will);
            }
            assertThat(topics)
                    .containsExactlyInAnyOrder("wills/late-reset", "wills/late-with-will");
        }
        assertThat(watched("patient")).doesNotContain("wills/late-normal");
    }

    @Test
    void aWillThatWaitsIsForgottenWhenItsClientComesBackAfterTheKill() throws Exception {
        watch("hopeful", "back", "lost");
        try (Peer back = connect(willing("back", 3));
                Peer lost = connect(willing("lost", 3))) {
            back.reset();
            lost.reset();
            killOnceDurable();
        }
        try (Peer back = stored("back");
                Peer watcher = stored("hopeful")) {
            assertThat(back.sessionPresent()).isTrue();
            Publish will = watcher.next(Publish.class);
            assertThat(will.topic()).isEqualTo("wills/lost");
            watcher.acknowledge(will);
        }
        assertThat(watched("hopeful")).doesNotContain("wills/back");
    }

    /** Nothing but what the test waits for came in between. */
    @Test
    void aClientThatNeverLeftNothingBehindHearsNothing() throws IOException {
        try (Peer client = stored("nothing")) {
            client.isQuiet();
            kill();
        }
        try (Peer client = stored("nothing")) {
            client.send(new PubRel(3, ReasonCode.SUCCESS));
            Packet answer = client.next(Packet.class);
            assertThat(answer).isEqualTo(new PubComp(3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
            client.isQuiet();
        }
    }
}
