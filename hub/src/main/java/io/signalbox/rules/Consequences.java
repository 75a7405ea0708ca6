package io.signalbox.rules;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.AlarmKey;
import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.ClaimsAhead;
import io.signalbox.command.CommandId;
import io.signalbox.effect.Effects;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Action;
import io.signalbox.language.Rule;
import io.signalbox.language.Severity;
import io.signalbox.message.Message;
import io.signalbox.message.Value;
import io.signalbox.rules.ConditionCompiler.Compiled;
import io.signalbox.rules.Numbered.Step;
import io.signalbox.rules.Trace.Change;
import io.signalbox.rules.Trace.Done;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what follows from a decision into the journal: the trace, claims, alarms and messages.
 *
 * <p>How long they last: an alarm lasts until its instance's next change of state. So does a claim
 * without a lease. A claim with {@code expires in} lasts as long as its lease, also beyond its
 * activation: a rule that waits for an edge is active for an instant only. Either ends sooner if the
 * instance sets the same point again, as {@code on clear} does: the ledger lets the newer claim of an
 * instance take the place of the older one, so that the device is told no third value in between.
 *
 * <p>Longer than 400 lines because all that follows from a decision is written in one order.
 */
final class Consequences {
    private final Effects effects;
    private final Explanations explanations;
    private final Alarms alarms;
    private final DecisionCounters counters;
    private final Pauses pauses;
    private final RetiredNumbers retired;
    private final ClaimsAhead ahead;
    private final ByteWriter body = new ByteWriter();

    /** By how much the plant's time is ahead of the engine's: what the world sees is of the former. */
    private final long lagMillis;

    private boolean allowed = true;

    Consequences(
            Effects effects,
            Explanations explanations,
            Alarms alarms,
            DecisionCounters counters,
            Pauses pauses,
            RetiredNumbers retired,
            ClaimsAhead ahead,
            long lagMillis) {
        this.ahead = ahead;
        this.lagMillis = lagMillis;
        this.pauses = pauses;
        this.retired = retired;
        this.effects = effects;
        this.alarms = alarms;
        this.explanations = explanations;
        this.counters = counters;
    }

    /** Whether the record at hand may have effects: not if too many in a row led to it. */
    void allow(boolean mayAct) {
        allowed = mayAct;
    }

    /** The instance becomes active; false if it is paused instead, and stays idle. */
    boolean activate(Instances of, int row, Moment moment) {
        if (!pauses.admits(of, row, moment.now)) {
            pause(of, row, moment.now);
            return false;
        }
        List<Observation> seen = of.observe(row, moment);
        long before = of.activation(row);
        int done = of.done(row);
        long behind = before == PlantTime.NEVER
                ? retired.last(Pauses.Key.of(of, row)) - lagMillis
                : before;
        of.activate(row, moment.now, behind);
        counters.activated();
        List<Step> steps = of.actions().then();
        change(of, row, Change.ACTIVATED, moment.now, seen, steps);
        clearAlarms(of, row, done, moment.now);
        steps.forEach(step -> act(of, row, step, moment.now));
        release(of, row, before, done, made(of, row, steps, moment.now), "is active again");
        return true;
    }

    private void pause(Instances of, int row, long now) {
        counters.pausedOne();
        if (allowed && pauses.begins(of, row)) {
            Observation often = new Observation(
                    "active too often within a minute (limits.rule_activations)",
                    Kleene.TRUE,
                    pauses.most() + 1.0,
                    pauses.most(),
                    "",
                    List.of());
            change(of, row, Change.PAUSED, now, List.of(often), List.of());
            Pauses.Key key = Pauses.Key.of(of, row);
            append(new AlarmChange.Raised(
                    key.alarm(),
                    now + lagMillis,
                    of.activation(row),
                    Severity.WARNING,
                    key.words(pauses.most())));
        }
    }

    /** Those that were paused and kept to the limit since have no alarm of it any more. */
    void resume(long now) {
        for (Pauses.Key key : pauses.over(now)) {
            append(new AlarmChange.Cleared(key.alarm(), now + lagMillis));
        }
    }

    /** The instance becomes idle. */
    void clear(Instances of, int row, Moment moment) {
        List<Observation> seen = of.observe(row, moment);
        int done = of.done(row);
        of.deactivate(row, moment.now);
        List<Step> steps = of.actions().onClear();
        change(of, row, Change.CLEARED, moment.now, seen, steps);
        clearAlarms(of, row, done, moment.now);
        steps.forEach(step -> act(of, row, step, moment.now));
        List<Step> made = made(of, row, steps, moment.now);
        release(of, row, of.activation(row), done, made, "has cleared");
    }

    /** Does what is due later or again; returns when time may change something next. */
    long doDelayed(Instances of, int row, Moment moment, long lastTick) {
        Delays delays = of.delays();
        delays.look(row, moment);
        Optional<Delays.Delayed> due = delays.take(row, moment.now);
        while (due.isPresent()) {
            step(of, row, due.get(), moment);
            due = delays.take(row, moment.now);
        }
        if (delays.takeAgain(row, moment.now, lastTick)) {
            repeat(of, row, moment);
        }
        return delays.look(row, moment);
    }

    /** A step of the instance is due that was put off. */
    private void step(Instances of, int row, Delays.Delayed delayed, Moment moment) {
        List<Observation> seen = new ArrayList<>();
        boolean spared = false;
        Compiled unless = delayed.unless().orElse(null);
        if (unless != null) {
            spared = unless.node().truth(row, moment) == Kleene.TRUE;
            seen.addAll(unless.observe(row, moment));
        } else if (delayed.action().unlessAcknowledged()) {
            spared = acknowledged(of, row);
            seen.add(said("acknowledged", spared ? Kleene.TRUE : Kleene.FALSE));
        }
        List<Step> steps = spared ? List.of() : List.of(delayed.inner());
        change(of, row, spared ? Change.SPARED : Change.STEP, moment.now, seen, steps);
        steps.forEach(step -> act(of, row, step, moment.now));
    }

    /** The actions of the instance are due again; who knows of the alarm is not told again. */
    private void repeat(Instances of, int row, Moment moment) {
        boolean known = acknowledged(of, row);
        List<Step> steps = of.actions().again().stream()
                .filter(step -> !known || !speaksToPeople(step.action()))
                .toList();
        change(of, row, Change.REPEATED, moment.now, of.observe(row, moment), steps);
        steps.forEach(step -> act(of, row, step, moment.now));
    }

    private static boolean speaksToPeople(Action action) {
        return action instanceof Action.Alarm || action instanceof Action.Notify;
    }

    /** True if somebody knows of an alarm of the instance's activation. */
    private boolean acknowledged(Instances of, int row) {
        for (Step step : of.actions().all()) {
            if (step.action() instanceof Action.Alarm) {
                String device = of.table().device(row);
                AlarmKey key = new AlarmKey(of.rule().name(), device, step.number());
                if (alarms.isAcknowledged(key, of.activation(row))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Observation said(String statement, int truth) {
        return new Observation(statement, truth, Double.NaN, Double.NaN, "", List.of());
    }

    /** The instance is given up, because its rule or its device is changed or removed. */
    void end(Instances of, int row, long now) {
        int done = of.done(row);
        if (of.active(row)) {
            change(of, row, Change.ENDED, now, List.of(), List.of());
        }
        clearAlarms(of, row, done, now);
        release(of, row, of.activation(row), done, List.of(), "was changed or removed");
        Pauses.Key key = Pauses.Key.of(of, row);
        if (of.activation(row) >= now) {
            retired.keep(key, of.activation(row) + lagMillis);
        }
        if (pauses.forget(key)) {
            append(new AlarmChange.Cleared(key.alarm(), now + lagMillis));
        }
    }

    /** A command of the instance is in vain, and {@code step} stands behind {@code otherwise}. */
    void giveUp(Instances of, int row, long now, Step step, Claim claim, String why) {
        Observation seen = said("command " + claim.id() + ": " + why, Kleene.TRUE);
        boolean known = step.again() && speaksToPeople(step.action()) && acknowledged(of, row);
        List<Step> steps = known ? List.of() : List.of(step);
        change(of, row, Change.GAVE_UP, now, List.of(seen), steps);
        steps.forEach(each -> act(of, row, each, now));
    }

    /** Without the claims whose value is unknown, or not one for their actuator. */
    private static List<Step> made(Instances of, int row, List<Step> steps, long now) {
        return steps.stream()
                .filter(step -> !(step.action() instanceof Action.Claim claim)
                        || of.settings().value(claim, row, now).isPresent())
                .toList();
    }

    private static List<Done> done(Instances of, int row, List<Step> steps, long now) {
        List<Done> done = new ArrayList<>(steps.size());
        for (Step step : steps) {
            String words = Trace.shortened(step.action().written().text());
            switch (step.action()) {
                case Action.Claim claim -> {
                    boolean made = of.settings().value(claim, row, now).isPresent();
                    String said = of.settings().described(claim, row, now);
                    for (String device : of.targets().of(claim, row)) {
                        String id = claimId(of, row, of.activation(row), step, device);
                        boolean other = !device.equals(of.table().device(row));
                        done.add(new Done(said, made ? id : "", other ? device : ""));
                    }
                }
                case Action.Alarm alarm -> done.add(new Done(words, "", ""));
                case Action.Notify notify -> done.add(new Done(words, "", ""));
                case Action.Publish publish ->
                    done.add(new Done(words + Sayings.hindrance(of, row, publish, now), "", ""));
                case Action.Emit emit -> done.add(new Done(words, "", ""));
                case Action.After after -> {}
            }
        }
        return done;
    }

    /** Of a claim on another device than the rule's own it depends on both. */
    private static String claimId(
            Instances of, int row, long activation, Step step, String device) {
        long round = step.again() ? of.delays().round(row) : 0;
        return claimId(of, row, activation, step, device, round);
    }

    private static String claimId(
            Instances of, int row, long activation, Step step, String device, long round) {
        Rule rule = of.rule();
        String own = of.table().device(row);
        String both = device.equals(own) ? own : own + " " + device;
        String id = CommandId.ofRule(rule.name(), rule.hash(), both, activation, step.number());
        return round == 0 ? id : CommandId.of(id, Long.toString(round));
    }

    /**
     * Whether the present activation of this instance made the claim, in whichever round. Claims of
     * old hubs do not say whose they are; those with a lease tell by their id and their end.
     */
    boolean isOf(Instances of, int row, Claim claim) {
        long activation = claim.origin().activation();
        if (of.activation(row) != activation) {
            return false;
        }
        String subject = claim.origin().subject();
        if (!subject.isEmpty()) {
            return subject.equals(of.table().device(row));
        }
        for (Step step : of.actions().all()) {
            if (step.otherwise() == claim.origin().otherwise()
                    && step.action() instanceof Action.Claim action) {
                long made = claim.leaseEndMillis() - action.expiresMillis() - lagMillis;
                String id = claim.id();
                return id.equals(claimId(of, row, activation, step, claim.device()))
                        || id.equals(claimId(of, row, activation, step, claim.device(), 0))
                        || id.equals(claimId(of, row, activation, step, claim.device(), made));
            }
        }
        return false;
    }

    private void act(Instances of, int row, Step step, long now) {
        switch (step.action()) {
            case Action.Claim c -> {
                Optional<Value> value = of.settings().value(c, row, now);
                if (value.isEmpty()) {
                    return;
                }
                claim(of, row, step, c, value.get(), now);
            }
            case Action.Alarm a -> raise(of, row, step, a, now);
            case Action.Notify n -> {
                Sayings.notice(of, row, n, now, now + lagMillis).write(body.clear());
                append(RecordType.TELL);
            }
            case Action.Publish p ->
                Sayings.message(of, row, p, now, now + lagMillis).ifPresent(this::publish);
            case Action.Emit e -> publish(Sayings.event(of, row, e, now, now + lagMillis));
            case Action.After a -> {
                if (allowed) {
                    of.delays().schedule(row, step, now + a.millis());
                }
            }
        }
        of.did(row, step);
    }

    private void claim(
            Instances of, int row, Step step, Action.Claim action, Value value, long now) {
        for (String device : of.targets().of(action, row)) {
            claim(of, row, step, action, device, value, now);
        }
        counters.beyondReach(of.targets().beyond(action, row));
    }

    private void claim(
            Instances of,
            int row,
            Step step,
            Action.Claim action,
            String device,
            Value value,
            long now) {
        Rule rule = of.rule();
        long activation = of.activation(row);
        Claim claim = new Claim(
                claimId(of, row, activation, step, device),
                device,
                action.point().name(),
                value,
                new Claim.Rank(rule.level().number(), rule.priority()),
                action.expiresMillis() == 0
                        ? Claim.FOREVER
                        : now + lagMillis + action.expiresMillis(),
                new Claim.Origin(
                        rule.name(),
                        rule.hash(),
                        of.table().device(row),
                        activation,
                        step.otherwise()),
                new Claim.Proof(
                        action.confirmMillis(), action.retries(), action.retryEveryMillis()));
        append(new ClaimChange.Made(claim));
    }

    private void raise(Instances of, int row, Step step, Action.Alarm alarm, long now) {
        DeviceTable table = of.table();
        String text = alarm.text().fill(table.device(row), of.settings().values(row, now));
        append(new AlarmChange.Raised(
                new AlarmKey(of.rule().name(), table.device(row), step.number()),
                now + lagMillis,
                of.activation(row),
                alarm.severity(),
                text));
    }

    private void clearAlarms(Instances of, int row, int done, long now) {
        for (Step step : of.actions().all()) {
            if ((done & step.bit()) != 0 && step.action() instanceof Action.Alarm) {
                String device = of.table().device(row);
                AlarmKey key = new AlarmKey(of.rule().name(), device, step.number());
                append(new AlarmChange.Cleared(key, now + lagMillis));
            }
        }
    }

    private void release(
            Instances of, int row, long activation, int done, List<Step> next, String why) {
        for (Step step : of.actions().all()) {
            if ((done & step.bit()) != 0
                    && step.action() instanceof Action.Claim claim
                    && claim.expiresMillis() == 0
                    && !sets(next, claim)) {
                for (String device : of.targets().claimed(claim, row)) {
                    release(of, row, activation, step, claim, device, why);
                }
            }
        }
    }

    /** Of rounds that were done again the last one may have claimed nothing: its value was unknown. */
    private void release(
            Instances of,
            int row,
            long activation,
            Step step,
            Action.Claim claim,
            String device,
            String why) {
        String rule = of.rule().name();
        String reason = rule + " " + why;
        String subject = of.table().device(row);
        append(
                step.again()
                        ? new ClaimChange.Over(device, claim.point().name(), rule, subject, reason)
                        : new ClaimChange.Released(
                                device, claimId(of, row, activation, step, device), reason));
    }

    /** A device leaves the place of the instance: claims on it that have no lease end. */
    void withdraw(Instances of, int row, Members from, String device) {
        for (Step step : of.actions().all()) {
            if ((of.done(row) & step.bit()) != 0
                    && step.action() instanceof Action.Claim claim
                    && claim.expiresMillis() == 0
                    && of.targets().claims(claim, from)) {
                String why = "holds where it stood";
                release(of, row, of.activation(row), step, claim, device, why);
            }
        }
    }

    private static boolean sets(List<Step> steps, Action.Claim claim) {
        for (Step step : steps) {
            if (step.action() instanceof Action.Claim other
                    && other.everywhere().equals(claim.everywhere())
                    && other.point().index() == claim.point().index()) {
                return true;
            }
        }
        return false;
    }

    private void change(
            Instances of,
            int row,
            Change change,
            long now,
            List<Observation> seen,
            List<Step> steps) {
        Rule rule = of.rule();
        Trace trace = new Trace(
                rule.name(),
                rule.hash(),
                of.table().device(row),
                of.activation(row),
                allowed ? change : Change.CUT,
                now + lagMillis,
                seen,
                allowed ? done(of, row, steps, now) : List.of());
        if (allowed) {
            trace.write(body.clear());
            effects.append(RecordType.TRACE, 0, body);
        } else {
            counters.cutOne();
            explanations.add(trace);
        }
    }

    private void append(ClaimChange change) {
        if (allowed) {
            ahead.add(change);
        }
        change.write(body.clear());
        append(RecordType.CLAIM);
    }

    private void append(AlarmChange change) {
        change.write(body.clear());
        append(RecordType.ALARM);
    }

    private void publish(Message message) {
        if (allowed) {
            effects.publish(message);
        }
    }

    private void append(RecordType type) {
        if (allowed) {
            effects.append(type, 0, body);
        }
    }
}
