package io.signalbox.console;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file declares, by kind and name, seen without checking it: {@code rule pump_dry}. */
final class DeclaredNames {
    private static final Pattern HEAD = Pattern.compile(
            "^[ \\t]*(type|mapping|rule|interlock|test)[ \\t]+(\\w+|\"[^\"\\n]*\")",
            Pattern.MULTILINE);

    private DeclaredNames() {}

    static Set<String> in(String text) {
        Set<String> names = new HashSet<>();
        Matcher heads = HEAD.matcher(text);
        while (heads.find()) {
            names.add(heads.group(1) + ' ' + heads.group(2));
        }
        return names;
    }
}
