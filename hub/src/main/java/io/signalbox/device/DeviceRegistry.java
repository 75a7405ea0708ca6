package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.language.Program;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.message.Reading;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All devices, and the declaration that says what they are.
 *
 * <p>The fold thread alone changes it, under this object's lock; it may also read without it.
 * Views are taken by any thread under the lock, so that each is of one moment. The lock is held for
 * one record, or one view: nobody waits long.
 */
public final class DeviceRegistry {
    /** Devices that a search looks at while it holds the lock, and those it takes views of. */
    private static final int MAX_LOOKED_AT = 1024;

    private static final int MAX_VIEWS = 64;

    /** Behind all ids. */
    private static final String END = "\uFFFF";

    /** Before the devices of layout 1 and later; those before begin with a smaller number. */
    private static final long LAYOUT_MARK = 1L << 40;

    private static final int LAYOUT = 1;

    private final Devices devices = new Devices();
    private final SharedWords shared = new SharedWords();
    private final Intake intake = new Intake();
    private final Babblers babblers = new Babblers();
    private FloodShield shield = FloodShield.DEFAULT;
    private Declaration declaration = Declaration.NONE;
    private Program program = Program.EMPTY;
    private DeviceTypes types = new DeviceTypes(Program.EMPTY);
    private int nextOrdinal;
    private final ArrayDeque<Integer> freeOrdinals = new ArrayDeque<>();
    private final WaitingRoom waiting = new WaitingRoom();

    /** The device with this id, for the fold thread. */
    public Optional<Device> find(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** All devices by id, for the fold thread. */
    public Iterable<Device> devices() {
        return devices.values();
    }

    /** What is declared, for the fold thread. */
    public Program program() {
        return program;
    }

    /** What is declared, for any other thread. */
    public synchronized Program declared() {
        return program;
    }

    public synchronized Optional<DeviceView> view(String id) {
        return find(id).map(Device::view);
    }

    /**
     * The next devices that are looked for, by id.
     *
     * @param after where the page before ended, or null; the cursor is an id, so that devices that
     *     come and go meanwhile move no other out of the pages or into them twice
     * @param limit most devices
     */
    public DevicePage search(
            DeviceSearch search, @Nullable String after, int limit, Links links, long nowMillis) {
        Set<String> flooding = new HashSet<>();
        babblers(nowMillis).forEach(babbler -> flooding.add(babbler.id()));
        SearchLook look = search.look(nowMillis, links, flooding);
        List<DeviceView> found = new ArrayList<>();
        String last = after;
        while (last == null || !last.equals(END)) {
            last = step(search, look, last, limit, found);
            if (found.size() > limit) {
                found.removeLast();
                return new DevicePage(found, Optional.of(found.getLast().id()), List.of());
            }
        }
        List<String> hints = found.isEmpty() && after == null
                ? search.hints(look, declared(), names())
                : List.of();
        return new DevicePage(found, Optional.empty(), hints);
    }

    /** Goes on behind an id for as long as the lock may be held; where it came to, or the end. */
    private synchronized String step(
            DeviceSearch search,
            SearchLook look,
            @Nullable String after,
            int limit,
            List<DeviceView> found) {
        int before = found.size();
        int looked = 0;
        for (Device device : devices.after(after == null ? "" : after)) {
            if (search.matches(device, look)) {
                found.add(device.view());
                if (found.size() > limit) {
                    return END;
                }
            }
            if (++looked == MAX_LOOKED_AT || found.size() - before == MAX_VIEWS) {
                return device.id();
            }
        }
        return END;
    }

    /** All devices, by id; a few at a time, so that nobody waits long for the lock. */
    public List<DeviceView> views() {
        List<DeviceView> views = new ArrayList<>(size());
        int before;
        do {
            before = views.size();
            addViews(views);
        } while (views.size() - before == MAX_VIEWS);
        return views;
    }

    private synchronized void addViews(List<DeviceView> views) {
        String last = views.isEmpty() ? "" : views.getLast().id();
        int left = MAX_VIEWS;
        for (Device device : devices.after(last)) {
            if (left-- == 0) {
                return;
            }
            views.add(device.view());
        }
    }

    /** How many devices are there; devices that come and go meanwhile may be missed. */
    public PresenceCounts presence(Links links, long nowMillis) {
        PresenceCounts counts = PresenceCounts.NONE;
        String last = "";
        while (!last.equals(END)) {
            synchronized (this) {
                int[] found = new int[Presence.values().length];
                int left = MAX_LOOKED_AT;
                String end = END;
                for (Device device : devices.after(last)) {
                    found[device.presence(links, nowMillis).ordinal()]++;
                    if (--left == 0) {
                        end = device.id();
                        break;
                    }
                }
                counts = counts.plus(new PresenceCounts(
                        found[Presence.ONLINE.ordinal()],
                        found[Presence.ASLEEP.ordinal()],
                        found[Presence.OFFLINE.ordinal()]));
                last = end;
            }
        }
        return counts;
    }

    /** Names of points and attributes of the first devices, to guess what was meant. */
    private synchronized Set<String> names() {
        Set<String> names = new TreeSet<>();
        int left = MAX_LOOKED_AT;
        for (Device device : devices.values()) {
            if (left-- == 0 || names.size() > MAX_LOOKED_AT) {
                break;
            }
            device.addNames(names);
        }
        return names;
    }

    /** How many devices there are, registered or not. */
    public synchronized int size() {
        return devices.size();
    }

    /** The text of everything that is declared. */
    public synchronized Declaration declaration() {
        return declaration;
    }

    /** What came in from all devices since the hub's first start, and what became of it. */
    public synchronized IntakeCounts intake() {
        return intake.counts();
    }

    /** Devices that flood the hub at this time; the first one first, and not more than 100. */
    public synchronized List<Babbler> babblers(long nowMillis) {
        return babblers.at(nowMillis);
    }

    /** How much a device may send. */
    public synchronized FloodShield shield() {
        return shield;
    }

    void shield(FloodShield next) {
        shield = next;
    }

    /**
     * False for a message that is one too many, which is counted. One that was acknowledged is
     * never left out: its device is named all the same.
     */
    boolean admits(Device device, Message message) {
        long received = message.receivedMillis();
        if (device.admits(shield, received)) {
            return true;
        }
        babblers.heard(device.id(), received);
        if (message.qos() != Qos.AT_MOST_ONCE) {
            return true;
        }
        device.intake().dropped(Refusal.FLOOD);
        intake.dropped(Refusal.FLOOD);
        return false;
    }

    Intake counters() {
        return intake;
    }

    /** The device with this id, made if it is new; the quietest that waits may go for it. */
    Device heard(String id, long timeMillis, long sequence) {
        Device known = devices.get(id);
        Device device = known == null ? add(id, timeMillis, sequence) : known;
        device.heard(timeMillis, sequence);
        if (!device.registered()) {
            waiting.heard(device);
            makeRoom();
        }
        return device;
    }

    /** Keeps a reading; false if its device has too many points already. */
    boolean keep(Device device, Reading reading) {
        int before = device.values();
        boolean kept = device.keep(reading, shared);
        if (!device.registered()) {
            waiting.grew(device.values() - before);
            makeRoom();
        }
        return kept;
    }

    private void makeRoom() {
        for (Device gone = waiting.tooMany(); gone != null; gone = waiting.tooMany()) {
            devices.remove(gone.id());
            freeOrdinals.addLast(gone.ordinal());
        }
    }

    /** Devices that only publish. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Devices that only published, and were forgotten because there were too many of them. */
    public synchronized long forgotten() {
        return waiting.forgotten();
    }

    Device register(DeviceChange.Registered words, long timeMillis, long sequence) {
        Device known = devices.get(words.id());
        Device device = known == null ? add(words.id(), timeMillis, sequence) : known;
        if (known != null && !known.registered()) {
            waiting.leaves(known);
        }
        device.register(words, timeMillis, shared);
        device.resolve(types);
        return device;
    }

    @Nullable
    Device remove(String id) {
        Device gone = devices.remove(id);
        if (gone != null && !gone.registered()) {
            waiting.leaves(gone);
        }
        return gone;
    }

    /** The next number; those of devices that were forgotten come again, so that strangers use up none. */
    private int ordinal() {
        Integer free = freeOrdinals.pollFirst();
        return free == null ? nextOrdinal++ : free;
    }

    private Device add(String id, long timeMillis, long sequence) {
        Device device = new Device(ordinal(), id, sequence, timeMillis);
        devices.put(device);
        return device;
    }

    void declare(Declaration declared, Program checked) {
        declaration = declared;
        program = checked;
        types = new DeviceTypes(checked);
        devices.values().forEach(device -> device.resolve(types));
    }

    void write(ByteWriter out) {
        declaration.writeSources(out);
        out.varint(LAYOUT_MARK).u8(LAYOUT).varint(shield.messagesPerSecond());
        waiting.write(out);
        out.varint(freeOrdinals.size());
        freeOrdinals.forEach(out::varint);
        out.varint(nextOrdinal);
        intake.write(out);
        out.varint(devices.size());
        devices.values().forEach(device -> device.write(out));
    }

    /** Reads what {@link #write} wrote behind the declaration, which is checked anew. */
    void read(ByteReader in) {
        int layout = 0;
        long first = in.varint();
        if (first == LAYOUT_MARK) {
            layout = in.u8();
            if (layout != LAYOUT) {
                throw new MalformedBytes(
                        "expected devices in layout " + LAYOUT + " or before, found " + layout);
            }
            shield = new FloodShield(in.count());
            waiting.read(in);
            freeOrdinals.clear();
            for (int left = in.count(); left > 0; left--) {
                freeOrdinals.addLast(in.count());
            }
            first = in.varint();
        }
        nextOrdinal = (int) first;
        intake.read(in);
        devices.clear();
        for (int left = in.count(); left > 0; left--) {
            Device device = Device.read(in, layout, shared);
            devices.put(device);
        }
        waiting.restore(devices.values());
    }
}
