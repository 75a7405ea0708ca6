package io.signalbox.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of the language, where each belongs, and a sentence on it. */
final class Vocabulary {
    /** Where a word may stand. */
    enum Part {
        DECLARATION,
        TYPE,
        KIND,
        MAPPING,
        HEAD,
        CLAUSE,
        CONDITION,
        FUNCTION,
        ACTION,
        INTERLOCK,
        TEST,
        LEVEL,
        SEVERITY
    }

    record Entry(String word, String meaning) {}

    private static final String TABLE = """
            [DECLARATION]
            type | what devices of a kind measure and accept
            mapping | how messages with topics and payloads of their own become readings
            rule | what is true of one device, and what is done while it is
            interlock | a veto on a value, against every rule and every person
            test | devices, what they report, and what must follow
            signal | a point that is calculated of others of its device
            schedule | times that conditions can name
            zone | the time zone of the program, by its name in the tz database
            place | kinds of place that stand in each other
            area | a part of the earth's surface that conditions can name
            circle | the middle of the area in degrees, latitude first
            radius | how far the area reaches from its middle
            polygon | the corners of the area in degrees, latitude first
            [TYPE]
            in | the kind of place such a device stands in
            every | how often the device reports it; after three times as long the value is unknown
            valid for | how long a value is believed, if not for three intervals
            deadband | smaller changes are counted and not kept
            min | the least value that can be true
            max | the greatest value that can be true
            writable | a command can set it
            for safety | rules 'as safety' may set it, too
            confirm | the point that shows whether a command was obeyed
            affects | the points that this one drives
            up | it drives the point to greater values
            down | it drives the point to lesser values
            event | something that may happen to such a device; with any, no others can be named
            [KIND]
            number | a number without a unit
            integer | a whole number of 64 bits, kept exactly
            boolean | true or false
            text | any words
            position | a place on the earth
            [MAPPING]
            for | the type whose points the messages give
            topic | the topics that it reads; a level in braces is open
            sample | a message, and the readings that it must give
            hex | the sample is written in bytes
            on | the topic of the sample
            expect | the readings that must come of the sample, and no others
            nothing | no reading comes of the sample
            at | the time of the readings, or the place of a number in bytes
            json | a value in a JSON payload, by its pointer
            cbor | a value in a CBOR payload, by its pointer
            senml | a record in a pack of SenML, by its name
            payload | the whole payload is the value
            level | an open level of the topic is the value
            in | the unit in which the device sends it
            little | the least byte comes first
            bits | a part of a byte, bit 0 being the least
            int8 | one byte with a sign
            int16 | two bytes with a sign
            int24 | three bytes with a sign
            int32 | four bytes with a sign
            int40 | five bytes with a sign
            int48 | six bytes with a sign
            int56 | seven bytes with a sign
            int64 | eight bytes with a sign
            uint8 | one byte
            uint16 | two bytes
            uint24 | three bytes
            uint32 | four bytes
            uint40 | five bytes
            uint48 | six bytes
            uint56 | seven bytes
            uint64 | eight bytes
            float32 | a binary number of four bytes
            float64 | a binary number of eight bytes
            [HEAD]
            for each | the type of devices that it is about, and a short name for each
            as | how much its claims weigh
            priority | 0 to 99; between claims of one level the greater wins
            repeat every | done again and again while the rule is active
            settle | late samples are waited for so long, and all is decided in the order of event times
            [CLAUSE]
            when | the rule becomes active when this is true
            clear when | an active rule ends when this is true; without it, when 'when' is false
            then | done once when it becomes active
            on clear | done once when it ends
            [CONDITION]
            and | both are true
            or | at least one is true
            not | the opposite; of unknown it is unknown
            is | the point has that value
            is not | the point has another value
            is known | there is a value young enough to believe
            is unknown | there is no value young enough to believe
            in | between the limits, both included
            becomes | in the instant in which a known other value changes to this one
            changes | in the instant in which a known value changes to another one
            rises above | in the instant in which it gets beyond the limit
            falls below | in the instant in which it gets below the limit
            emits | in the instant in which the device, or a rule, says that this happened to it
            silent for | no sample came for so long; at least twice the interval of the point
            time in | clocks show a time of the schedule, or such a time of day
            on | the days on which the time begins
            inside | the position lies in the area
            outside | the position does not lie in the area, or the number between the limits
            enters | in the instant in which a position known to be outside turns to one inside
            leaves | in the instant in which a position known to be inside turns to one outside
            for | it held all the time of so long
            followed by | this is true, and what stands before turned true not longer ago
            not followed by | so long after it turned true, and the other did not come
            within | the longest time between the two
            any | at least one of the devices in the place
            all | every one of the devices in the place
            no | none of the devices in the place
            at least | so many of the devices in the place, or more
            has | what they have to fulfil, in points without a device
            true | yes
            false | no
            [FUNCTION]
            avg | mean over the window, weighted by the time for which each value was held; or of the devices in a place
            min | least value in the window, or among the devices in a place
            max | greatest value in the window, or among the devices in a place
            sum | sum of the samples that came in the window, or of the values of the devices in a place
            count | how many samples came in the window, or how many devices there are in a place
            delta | the value at the end of the window less the one at its beginning
            rate | how fast the value changed over the window, for each unit of time
            abs | the number without its sign
            age | for how long the device has told nothing newer of this point
            integral | the values times the time for which each was held
            stddev | standard deviation over the window, weighted by time
            p95 | the value that was not exceeded for 95 % of the time, or by 95 % of the devices in a place
            distance | metres between two positions, or to the middle of a circle
            time_in | for how long the condition was true within the window
            anomaly | how unusual the last sample is for this device, 0 to 1
            forecast | what the point will be so long after its last sample
            [ACTION]
            set | claims an actuator: the device gets the value of the weightiest claim
            expires in | the claim, and the command on its way, end then
            confirm within | how long the device has to show that it obeyed
            retry | sends the command so many times again if the device did not obey
            every | the time between two retries
            otherwise | done once when all that was in vain
            alarm | tells people; ends when the rule clears
            after | does something so long after the rule became active, if it still is
            unless | leaves that out if this is true by then
            acknowledged | somebody has acknowledged an alarm of the rule by then
            notify | tells somebody whom the hub's configuration knows by that name
            via | tells by mail or webhook alone
            everybody | all who are told of alarms
            mail | by mail alone
            webhook | by webhook alone
            publish | publishes a message
            qos | the quality of service of the message: 0, 1 or 2
            retained | the message is kept for those who come later
            emit | says that something happened to the device
            [INTERLOCK]
            never | the value that is forbidden
            while | as long as this is true or unknown
            force | another value, ordered as soon as the condition holds
            [TEST]
            in | the place in which the device stands
            at | what is reported then
            starts | the time at which the test begins
            every | what is reported again and again
            from | the first time
            to | the last time
            emits | the device says that this happened to it
            restart | the hub stops and starts again
            acknowledge | somebody acknowledges the alarms of a rule on a device
            operator sets | a person sets an actuator by hand
            expect | what must follow, or must not
            no | it must not follow
            set | a command to a device
            alarm | an alarm on a device
            notify | somebody is told
            publish | a message is published
            event | something is said to have happened to the device
            on | the device that it is about
            nothing | no command and no alarm may follow
            before | up to then
            after | from then on
            by | the rule that does it
            also | the test holds in other variants, too
            shuffled within | messages come late, and in another order
            restarted | the hub is stopped and started again at any instant
            with | so many of the messages, in percent, are lost
            loss | messages that never come
            [LEVEL]
            safety | weighs more than people: for points that are writable for safety alone
            protection | weighs more than people: machines are protected
            optimisation | below protection: energy and yield
            automation | what rules are for, and the default
            comfort | gives way to all others
            [SEVERITY]
            critical | people must act at once
            major | people must act soon
            minor | people should act
            warning | something is about to go wrong
            info | people may want to know
            """;

    private static final Map<Part, List<Entry>> ENTRIES = new LinkedHashMap<>();

    static {
        Part part = Part.DECLARATION;
        for (String line : TABLE.lines().toList()) {
            if (line.startsWith("[")) {
                part = Part.valueOf(line.substring(1, line.length() - 1));
                ENTRIES.put(part, new ArrayList<>());
            } else {
                int bar = line.indexOf(" | ");
                ENTRIES.getOrDefault(part, List.of())
                        .add(new Entry(line.substring(0, bar), line.substring(bar + 3)));
            }
        }
    }

    private Vocabulary() {}

    static List<Entry> of(Part part) {
        return ENTRIES.getOrDefault(part, List.of());
    }

    /** What a word means, in the first of these parts that has it. */
    static Optional<String> meaning(String word, List<Part> parts) {
        return parts.stream()
                .flatMap(part -> of(part).stream())
                .filter(entry -> entry.word.equals(word)
                        || List.of(entry.word.split(" ", -1)).contains(word))
                .map(entry -> entry.word + ": " + entry.meaning)
                .findFirst();
    }
}
