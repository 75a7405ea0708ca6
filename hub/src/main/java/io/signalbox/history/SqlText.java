package io.signalbox.history;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * A statement of a person for a server that somebody else looks after: judged by {@link SqlCheck} as
 * all are, and written anew from the tree that was judged, so that the server cannot read it another
 * way.
 *
 * @param tables that it reads
 * @param sql in the words of PostgreSQL
 */
record SqlText(Set<String> tables, String sql) {
    private static final String MEMORY = "32MiB";

    static SqlText read(String statement) throws SQLException, BadQuery {
        try (DuckDBConnection parser = new DuckDBDriver()
                .connect("jdbc:duckdb:", EngineSettings.closed(MEMORY))
                .unwrap(DuckDBConnection.class)) {
            NativeLibrary.forgetUnpackedFile();
            Set<String> tables = SqlCheck.tables(parser, statement);
            return new SqlText(tables, again(parser, statement));
        }
    }

    private static String again(DuckDBConnection parser, String statement) throws SQLException {
        try (PreparedStatement sql = parser.prepareStatement(
                "SELECT json_deserialize_sql(json_serialize_sql(CAST(? AS VARCHAR)))")) {
            sql.setString(1, statement);
            try (ResultSet row = sql.executeQuery()) {
                row.next();
                return row.getString(1).replace("count_star()", "count(*)");
            }
        }
    }
}
