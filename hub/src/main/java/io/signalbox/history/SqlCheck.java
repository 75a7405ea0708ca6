package io.signalbox.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a statement of a person may be made of, judged by the tree that the engine's own parser makes
 * of it: one SELECT on the documented tables, of functions whose results are not much longer than
 * what they are given.
 *
 * <p>The engine counts what joins, sorts and groups hold against its memory limit, but not what one
 * function makes of one row: {@code range(500000000)} as a value takes 10 GB and cannot be
 * interrupted. So functions are let in by name. Without recursion, joined words at most double with
 * each {@code ||}, so these are counted.
 */
final class SqlCheck {
    private static final int MOST_CONCATENATIONS = 4;

    /** The parser takes exponential time for one WITH in another, and nothing can interrupt it. */
    private static final int MOST_WITHS = 4;

    private static final int MOST_BRACKETS = 64;

    private static final Pattern WITH = Pattern.compile("\\bwith\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> NODES = Set.of("SELECT_NODE", "SET_OPERATION_NODE");

    private static final Set<String> EXPRESSIONS = Set.of(
            "BETWEEN",
            "CASE",
            "CAST",
            "COLUMN_REF",
            "COMPARISON",
            "CONJUNCTION",
            "CONSTANT",
            "FUNCTION",
            "OPERATOR",
            "STAR",
            "SUBQUERY",
            "TYPE",
            "WINDOW");

    private static final Set<String> TABLE_FUNCTIONS = Set.of("generate_series", "range");

    /** Whose argument is a function of a table. */
    private static final String TABLE_FUNCTION_PATH = ".function";

    private static final Set<String> OPERATORS = Set.of(
            "!=", "!~~", "!~~*", "%", "*", "**", "+", "-", "/", "//", "<", "<=", "<>", "=", ">",
            ">=", "^", "||", "~~", "~~*");

    private static final Set<String> FUNCTIONS = Set.of("""
            abs acos any_value approx_count_distinct approx_quantile arg_max arg_min asin atan atan2
            avg bool_and bool_or cbrt ceil ceiling contains corr cos cot count count_if count_star
            countif covar_pop covar_samp cume_dist date_diff date_part date_sub date_trunc datediff
            datepart datetrunc day dayname dayofweek dayofyear degrees dense_rank ends_with epoch
            epoch_ms exp favg first first_value floor fsum greatest hour ilike_escape isfinite isinf
            isnan isodow isoyear kurtosis lag last last_day last_value lead least left length
            like_escape ln log log10 log2 lower ltrim mad make_date make_timestamp make_timestamp_ms
            max max_by mean median millisecond min min_by minute mod mode month monthname
            not_ilike_escape not_like_escape now nth_value ntile nullif percent_rank pi pow power
            quantile quantile_cont quantile_disc quarter radians rank regexp_extract
            regexp_full_match regexp_matches regr_avgx regr_avgy regr_count regr_intercept regr_r2
            regr_slope regr_sxx regr_sxy regr_syy right round row row_number rtrim second sign sin
            skewness sqrt starts_with stddev stddev_pop stddev_samp strftime strpos substr substring
            sum tan time_bucket to_days to_hours to_minutes to_months to_seconds to_timestamp today
            trim trunc typeof upper var_pop var_samp variance week weekday year
            """.split("\\s+"));

    private static final String TREE = "SELECT key, json_extract_string(atom, '$'), path"
            + " FROM json_tree(json_serialize_sql(CAST(? AS VARCHAR))) WHERE atom IS NOT NULL"
            + " AND key IN ('error_message', 'error_type', 'position', 'type', 'class',"
            + " 'function_name', 'schema', 'catalog', 'schema_name', 'catalog_name',"
            + " 'table_name', 'key')";

    private final String statement;
    private final Set<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> statements = new TreeSet<>();
    private int concatenations;
    private String position = "";
    private String errorType = "";
    private String errorMessage = "";

    private SqlCheck(String statement) {
        this.statement = statement;
    }

    /**
     * The tables and views that a statement reads, in the letters that it has for them.
     *
     * @throws BadQuery if it is anything but one SELECT of what is let in
     */
    static Set<String> tables(Connection connection, String statement)
            throws SQLException, BadQuery {
        SqlCheck check = new SqlCheck(statement);
        check.measure();
        try (PreparedStatement sql = connection.prepareStatement(TREE)) {
            sql.setString(1, statement);
            try (ResultSet atoms = sql.executeQuery()) {
                while (atoms.next()) {
                    check.see(atoms.getString(1), atoms.getString(2), atoms.getString(3));
                }
            }
        }
        return check.judged();
    }

    /** Before the parser sees it; a bracket or a WITH in a word counts, too. */
    private void measure() throws BadQuery {
        refuse(
                WITH.matcher(statement).results().count() <= MOST_WITHS,
                "WITH at most " + MOST_WITHS + " times",
                "more");
        int open = 0;
        for (int i = 0; i < statement.length(); i++) {
            char c = statement.charAt(i);
            open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            refuse(open <= MOST_BRACKETS, "at most " + MOST_BRACKETS + " open brackets", "more");
        }
    }

    private void see(String key, String atom, String path) throws BadQuery {
        switch (key) {
            case "position" -> position = atom;
            case "error_type" -> errorType = atom;
            case "error_message" -> errorMessage = atom;
            case "type" -> seeType(atom, path);
            case "class" -> refuse(EXPRESSIONS.contains(atom), "no " + atom);
            case "function_name" -> seeFunction(atom, path);
            case "table_name" -> tables.add(atom);
            case "key" -> named.add(atom);
            default -> refuse(atom.isEmpty(), "names without a schema or catalog", atom);
        }
    }

    private void seeType(String type, String path) throws BadQuery {
        if (!type.endsWith("_NODE")) {
            return;
        }
        if (type.equals("RECURSIVE_CTE_NODE")) {
            refuse(false, "no WITH RECURSIVE");
        }
        refuse(NODES.contains(type), "SELECT alone", type);
        if (path.matches("\\$\\.statements\\[\\d+]\\.node")) {
            statements.add(path);
        }
    }

    private void seeFunction(String name, String path) throws BadQuery {
        if (path.endsWith(TABLE_FUNCTION_PATH)) {
            refuse(
                    TABLE_FUNCTIONS.contains(name),
                    "range or generate_series where a table stands",
                    name);
            return;
        }
        refuse(
                OPERATORS.contains(name) || FUNCTIONS.contains(name.toLowerCase(Locale.ROOT)),
                "the functions that docs/operating/history.md names",
                name);
        concatenations += name.equals("||") ? 1 : 0;
        refuse(
                concatenations <= MOST_CONCATENATIONS,
                "|| at most " + MOST_CONCATENATIONS + " times",
                "more");
    }

    private void refuse(boolean good, String expected) throws BadQuery {
        refuse(good, expected, "one");
    }

    private void refuse(boolean good, String expected, String found) throws BadQuery {
        if (!good) {
            throw new BadQuery("sql", expected, found);
        }
    }

    private Set<String> judged() throws BadQuery {
        if (errorType.equals("not implemented")) {
            throw new BadQuery("sql", "one SELECT", start());
        }
        if (!errorMessage.isEmpty()) {
            String where = position.isEmpty() ? "" : " at character " + position;
            throw new BadQuery("sql", "a SELECT that can be read", errorMessage + where);
        }
        refuse(statements.size() == 1, "one SELECT", statements.size() + " statements");
        tables.removeAll(named);
        return tables;
    }

    private String start() {
        String line = statement.strip().lines().findFirst().orElse("");
        return line.length() <= 40 ? line : line.substring(0, 40) + '…';
    }
}
