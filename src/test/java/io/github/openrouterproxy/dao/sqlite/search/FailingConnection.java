package io.github.openrouterproxy.dao.sqlite.search;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A connection one of whose queries fails at some row. */
final class FailingConnection {
    private FailingConnection() {}

    /**
     * @param query is part of the query that fails
     * @param failing of all rows that the statement gives, however often it is asked
     */
    static Connection atRow(Connection connection, String query, int failing) {
        return wrapped(Connection.class, connection, (method, arguments, result) -> {
            boolean fails = method.getName().equals("prepareStatement")
                    && arguments[0].toString().contains(query);
            return fails ? wrapped(PreparedStatement.class, result, atRow(failing)) : result;
        });
    }

    private static Wrapping atRow(int failing) {
        int[] row = {0};
        return (method, arguments, result) ->
                method.getName().equals("executeQuery") ? rows((ResultSet) result, failing, row) : result;
    }

    private static ResultSet rows(ResultSet all, int failing, int[] row) {
        return wrapped(ResultSet.class, all, (method, arguments, result) -> {
            if (method.getName().equals("next") && ++row[0] == failing) {
                throw new SQLException("this row cannot be read");
            }
            return result;
        });
    }

    private static <T> T wrapped(Class<T> type, Object target, Wrapping wrapping) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return wrapping.of(method, arguments, method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(
                Proxy.newProxyInstance(FailingConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @FunctionalInterface
    private interface Wrapping {
        Object of(Method method, Object[] arguments, Object result) throws SQLException;
    }
}
