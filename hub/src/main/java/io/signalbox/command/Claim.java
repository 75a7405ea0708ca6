package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.StoredValue;
import io.signalbox.message.Value;

/**
 * Somebody wants an actuator to have a value, for a while. Of the claims on an actuator the one
 * with the highest {@link Rank} holds; when it ends, the next one does.
 *
 * @param id 16 hexadecimal digits ({@link CommandId}); a claim with a known id acts no second time
 * @param value in the unit of the point
 * @param leaseEndMillis journal time at which it ends by itself, or {@link #FOREVER}
 */
public record Claim(
        String id,
        String device,
        String point,
        Value value,
        Rank rank,
        long leaseEndMillis,
        Origin origin,
        Proof proof) {

    /** {@link #leaseEndMillis} of a claim that ends only when it is released. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Most retries that a claim may ask for. */
    public static final int MAX_RETRIES = 100;

    public Claim {
        if (!CommandId.isId(id)) {
            throw new IllegalArgumentException(
                    "a claim's id is 16 hexadecimal digits; found '" + id + "'");
        }
    }

    /**
     * How much a claim weighs. Levels are those of BACnet: the lower number wins, 1 to 16. Between
     * claims of one level the greater priority wins, then the newer claim.
     */
    public record Rank(int level, int priority) {
        public Rank {
            if (level < 1 || level > 16) {
                throw new IllegalArgumentException("a level is 1 to 16; found " + level);
            }
        }
    }

    /**
     * Who claims.
     *
     * @param by name of the rule, or of the person
     * @param version of the rule; empty for a person
     * @param subject the device or place whose instance of the rule claims; empty for a person, and
     *     in records of versions that did not write it
     * @param activation counts the activations of the rule's instance
     * @param otherwise which of the rule's actions is due if all is in vain, or {@link #NOTHING}
     */
    public record Origin(
            String by, String version, String subject, long activation, int otherwise) {
        /** {@link #otherwise} of a claim that has no other way. */
        public static final int NOTHING = -1;

        /** A person's claim. */
        public static Origin person(String name) {
            return new Origin(name, "", "", 0, NOTHING);
        }

        /** One word for it: {@code rule:dry_run} or {@code person:ada}. */
        public String word() {
            return (version.isEmpty() ? "person:" : "rule:") + by;
        }

        /** The same claimant, known to be the instance of this subject. */
        Origin of(String instance) {
            return new Origin(by, version, instance, activation, otherwise);
        }

        /** True if a rule claims, for this subject or for one that is not known. */
        boolean isOf(String rule, String instance) {
            return !version.isEmpty()
                    && by.equals(rule)
                    && (subject.equals(instance) || subject.isEmpty() || instance.isEmpty());
        }
    }

    /**
     * How hard the device is asked to show that it obeyed.
     *
     * @param withinMillis time from sending to the report that confirms, 0 for no limit
     * @param retries how often the same command is sent again if that report does not come
     * @param everyMillis pause after each retry
     */
    public record Proof(long withinMillis, int retries, long everyMillis) {
        /** Not asked to: the command is confirmed by its report, or ends with its lease. */
        public static final Proof NONE = new Proof(0, 0, 0);

        public Proof {
            if (withinMillis < 0 || everyMillis < 0 || retries < 0 || retries > MAX_RETRIES) {
                throw new IllegalArgumentException("times are at least 0 and retries 0 to "
                        + MAX_RETRIES + "; found " + withinMillis + " ms, " + retries
                        + " retries, " + everyMillis + " ms");
            }
        }
    }

    /**
     * True if a newer claim on the same actuator takes the place of this one: of the same instance
     * of a rule, or of another version of the rule; of persons any.
     */
    boolean givesWayTo(Claim newer) {
        boolean person = origin.version.isEmpty();
        if (person || newer.origin.version.isEmpty()) {
            return person && newer.origin.version.isEmpty();
        }
        return newer.origin.isOf(origin.by, origin.subject)
                || (newer.origin.by.equals(origin.by)
                        && !newer.origin.version.equals(origin.version));
    }

    /** The same claim, made by the instance of this subject. */
    Claim of(String instance) {
        return new Claim(
                id, device, point, value, rank, leaseEndMillis, origin.of(instance), proof);
    }

    /** Writes all but the subject: records and snapshots were written before there was one. */
    void write(ByteWriter out) {
        out.string(id).string(device).string(point);
        StoredValue.write(out, value);
        out.varint(rank.level).zigzag(rank.priority).zigzag(leaseEndMillis);
        out.string(origin.by).string(origin.version);
        out.varint(origin.activation).zigzag(origin.otherwise);
        out.varint(proof.withinMillis).varint(proof.retries).varint(proof.everyMillis);
    }

    /** Reads what {@link #write} wrote; the subject, if there is one, stands elsewhere. */
    static Claim read(ByteReader in) {
        return new Claim(
                in.string(),
                in.string(),
                in.string(),
                StoredValue.read(in),
                new Rank(in.count(), (int) in.zigzag()),
                in.zigzag(),
                new Origin(in.string(), in.string(), "", in.varint(), (int) in.zigzag()),
                new Proof(in.varint(), in.count(), in.varint()));
    }
}
