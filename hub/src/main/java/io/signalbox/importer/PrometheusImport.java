package io.signalbox.importer;

import io.signalbox.importer.PromQl.Amount;
import io.signalbox.importer.PromQl.Binary;
import io.signalbox.importer.PromQl.Series;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes rules of the alerts in a file of Prometheus. */
public final class PrometheusImport {
    private static final String REMARK = """
            # Made of alerts of Prometheus. An instance of a job is a device, a metric is a point; labels beside
            # job and instance are a part of the point's name. Give the points their units, and read each rule.

            """;

    /** How long Prometheus itself believes a sample. */
    private static final String POINT = "number  valid for 5 min";

    private static final Pattern PLACE = Pattern.compile("\\{\\{-?(.*?)-?\\}\\}");

    private static final Map<String, String> SEVERITIES = Map.of(
            "critical", "critical",
            "page", "critical",
            "error", "major",
            "high", "major",
            "major", "major",
            "minor", "minor",
            "warning", "warning",
            "warn", "warning",
            "info", "info",
            "none", "info");

    private final Draft draft;

    private PrometheusImport(String file) {
        this.draft = new Draft(file, REMARK);
    }

    /** Reads a file of rules; throws {@link ImportFailure} if it is none. */
    public static Imported read(String file, String text) {
        PrometheusImport run = new PrometheusImport(file);
        Yaml root = Yaml.read(file, text)
                .filter(yaml -> yaml.get("groups").isPresent())
                .orElseThrow(() -> new ImportFailure(
                        file, 1, "'groups' was expected, as in files that promtool checks"));
        for (Yaml group : root.items("groups")) {
            for (Yaml rule : group.items("rules")) {
                run.rule(rule);
            }
        }
        return run.draft.finish();
    }

    private void rule(Yaml rule) {
        String alert = rule.text("alert");
        if (alert.isEmpty()) {
            draft.lose(
                    rule.line(),
                    "recording rule " + rule.text("record"),
                    "a calculation without an alert is no rule");
            return;
        }
        int line = rule.get("expr").map(Yaml::line).orElse(rule.line());
        try {
            carry(rule, alert);
        } catch (Foreign e) {
            draft.lose(line, "alert " + alert, String.valueOf(e.getMessage()));
        }
    }

    private void carry(Yaml rule, String alert) {
        PromQl expression = PromQlParser.parse(rule.text("expr"));
        PromRule words = new PromRule(draft);
        String condition = words.condition(expression);
        String type = words.type();
        words.points().forEach(point -> draft.point(type, point, POINT));
        String dwell = rule.text("for");
        long millis = dwell.isEmpty() ? 0 : PromQlParser.millis(dwell);
        String name = draft.ruleName(alert);
        String severity = severity(rule, alert);
        StringBuilder text = new StringBuilder("rule " + name + " " + Draft.quoted(alert));
        text.append(" for each ").append(type).append(" d\n  when ");
        text.append(millis > 0 ? "(" + condition + ") for " + Draft.duration(millis) : condition);
        String keep = rule.text("keep_firing_for");
        if (!keep.isEmpty()) {
            String length = Draft.duration(PromQlParser.millis(keep));
            text.append("\n  clear when (not (")
                    .append(condition)
                    .append(")) for ")
                    .append(length);
        }
        text.append("\n  then alarm ").append(severity).append(' ');
        text.append(text(rule, alert, expression)).append('\n');
        text.append(test(alert, name, type, severity, millis, expression));
        losses(rule, alert);
        draft.rule(rule.line(), "alert " + alert, type, words.points(), text.toString());
    }

    private String severity(Yaml rule, String alert) {
        String severity = rule.get("labels").map(l -> l.text("severity")).orElse("");
        String known = SEVERITIES.get(severity.toLowerCase(Locale.ROOT));
        if (known == null && !severity.isEmpty()) {
            draft.lose(
                    rule.line(),
                    "severity '" + severity + "' of alert " + alert,
                    "it became 'warning'; there are critical, major, minor, warning and info");
        }
        return known == null ? "warning" : known;
    }

    private void losses(Yaml rule, String alert) {
        rule.get("labels")
                .ifPresent(labels -> labels.fields().forEach((label, value) -> {
                    if (!label.equals("severity")) {
                        draft.lose(
                                value.line(),
                                "label " + label + " of alert " + alert,
                                "alarms have a severity and a text");
                    }
                }));
        rule.get("annotations")
                .ifPresent(all -> all.fields().forEach((annotation, value) -> {
                    boolean used = annotation.equals("summary")
                            || (annotation.equals("description")
                                    && all.text("summary").isEmpty());
                    if (!used) {
                        draft.lose(
                                value.line(),
                                "annotation " + annotation + " of alert " + alert,
                                "an alarm has one text");
                    }
                }));
    }

    private String text(Yaml rule, String alert, PromQl expression) {
        Yaml notes = rule.get("annotations").orElse(rule);
        String summary = notes.text("summary");
        String written = summary.isEmpty() ? notes.text("description") : summary;
        if (written.isEmpty()) {
            return Draft.quoted("{d}: " + Draft.plain(alert));
        }
        StringBuilder out = new StringBuilder();
        Matcher place = PLACE.matcher(written);
        int last = 0;
        while (place.find()) {
            out.append(Draft.plain(written.substring(last, place.start())));
            out.append(place(place.group(1).strip(), rule.line(), alert, expression));
            last = place.end();
        }
        return Draft.quoted(out + Draft.plain(written.substring(last)));
    }

    private String place(String template, int line, String alert, PromQl expression) {
        if (template.matches("[$.]?[lL]abels\\.(instance|job)")) {
            return "{d}";
        }
        if (template.matches("(\\$value|\\.Value)\\b.*")
                && expression instanceof Binary binary
                && binary.left() instanceof Series series
                && !series.labels().containsKey("instance")) {
            return "{" + new PromRule(draft).condition(series).replace(" is known", "") + "}";
        }
        draft.lose(
                line,
                "'{{ " + template + " }}' in the text of alert " + alert,
                "a text names the device and values of its points");
        return "…";
    }

    /** A test for an alert that compares a metric with a number; others need a person's. */
    private String test(
            String alert, String name, String type, String severity, long millis, PromQl of) {
        if (!(of instanceof Binary binary
                && binary.left() instanceof Series series
                && binary.right() instanceof Amount limit)) {
            return "";
        }
        BigDecimal number = new BigDecimal(limit.number());
        BigDecimal value = switch (binary.operator()) {
            case ">", "!=" -> number.add(BigDecimal.ONE);
            case "<" -> number.subtract(BigDecimal.ONE);
            default -> number;
        };
        String point =
                new PromRule(draft).condition(series).replace(" is known", "").substring(2);
        String at = millis == 0 ? "0 s" : Draft.duration(millis);
        String before = millis == 0 ? "" : "  expect no alarm on d1 before " + at + '\n';
        return "\ntest " + draft.testTitle(alert, name) + "\n  d1 : " + type
                + "\n  every 1 min from 0 s to "
                + Draft.duration(millis + 120_000) + "  d1." + point + " = " + value.toPlainString()
                + '\n' + before + "  expect alarm " + severity + " on d1 at " + at + " by " + name
                + '\n';
    }
}
