package io.signalbox.device;

import io.signalbox.message.Topic;

import java.util.Optional;

/**
 * A topic that looks as if a device meant readings by it, and on which nobody looks for any.
 *
 * @param device the id that stands in it
 * @param topic cut if it is long
 * @param atMillis when somebody first published on it
 */
public record Stray(String device, String topic, long atMillis) {
    private static final int MOST_CHARACTERS = 200;
    private static final String UP = "up";

    public Stray {
        topic = topic.length() <= MOST_CHARACTERS
                ? topic
                : topic.substring(0, MOST_CHARACTERS) + "…";
    }

    /** What of a topic is astray; nothing of one that is not, and of one without a device. */
    public static Optional<Stray> of(String topic, long atMillis) {
        String[] levels = topic.split("/", 5);
        if (!Topic.isOfDevices(topic) || levels.length < 2 || !DeviceChange.isId(levels[1])) {
            return Optional.empty();
        }
        String way = levels.length > 2 ? levels[2] : "";
        boolean right = switch (way) {
            case UP -> levels.length == 4 && !levels[3].isEmpty();
            case "down", "ack", "event", "alarm" -> true;
            default -> false;
        };
        return right ? Optional.empty() : Optional.of(new Stray(levels[1], topic, atMillis));
    }

    /** Where the same would be a reading. */
    public String expected() {
        String name = topic.substring(topic.lastIndexOf('/') + 1);
        boolean named = !name.isEmpty()
                && !name.equals(UP)
                && !name.endsWith("…")
                && !topic.equals(Topic.DEVICES + device);
        return Topic.DEVICES + device + "/" + UP + "/" + (named ? name : "data");
    }

    /** What to say of it. */
    public String words() {
        return "published on " + topic + "; readings come on " + expected();
    }
}
