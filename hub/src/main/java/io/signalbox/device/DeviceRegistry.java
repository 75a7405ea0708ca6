package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Program;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All devices, and the declaration that says what they are.
 *
 * <p>The fold thread alone changes it, under this object's lock; it may also read without it.
 * Views are taken by any thread under the lock, so that each is of one moment. The lock is held for
 * one record, or one view: nobody waits long.
 */
public final class DeviceRegistry {
    /** Devices that publish without being registered; messages of more are dropped. */
    static final int MAX_UNREGISTERED = 10_000;

    private final TreeMap<String, Device> devices = new TreeMap<>();
    private final Intake intake = new Intake();
    private Declaration declaration = Declaration.NONE;
    private Program program = Program.EMPTY;
    private DeviceTypes types = new DeviceTypes(Program.EMPTY);
    private int nextOrdinal;
    private int unregistered;

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

    /** All devices, by id. */
    public synchronized List<DeviceView> views() {
        List<DeviceView> views = new ArrayList<>(devices.size());
        devices.values().forEach(device -> views.add(device.view()));
        return views;
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

    Intake counters() {
        return intake;
    }

    /** The device with this id, made if it is new; null if there are too many of that sort. */
    @Nullable
    Device heard(String id, long timeMillis) {
        Device known = devices.get(id);
        if (known != null || unregistered >= MAX_UNREGISTERED) {
            return known;
        }
        unregistered++;
        return add(id, timeMillis);
    }

    Device register(DeviceChange.Registered words, long timeMillis) {
        Device known = devices.get(words.id());
        Device device = known == null ? add(words.id(), timeMillis) : known;
        if (known != null && !known.registered()) {
            unregistered--;
        }
        device.register(words, timeMillis);
        device.resolve(types);
        return device;
    }

    @Nullable
    Device remove(String id) {
        Device gone = devices.remove(id);
        if (gone != null && !gone.registered()) {
            unregistered--;
        }
        return gone;
    }

    private Device add(String id, long timeMillis) {
        Device device = new Device(nextOrdinal++, id, timeMillis);
        devices.put(id, device);
        return device;
    }

    void declare(Declaration declared, Program checked) {
        declaration = declared;
        program = checked;
        types = new DeviceTypes(checked);
        devices.values().forEach(device -> device.resolve(types));
    }

    void write(ByteWriter out) {
        declaration.write(out);
        out.varint(nextOrdinal);
        intake.write(out);
        out.varint(devices.size());
        devices.values().forEach(device -> device.write(out));
    }

    /** Reads what {@link #write} wrote behind the declaration, which is checked anew. */
    void read(ByteReader in) {
        nextOrdinal = in.count();
        intake.read(in);
        devices.clear();
        unregistered = 0;
        for (int left = in.count(); left > 0; left--) {
            Device device = Device.read(in);
            devices.put(device.id(), device);
            unregistered += device.registered() ? 0 : 1;
        }
    }
}
