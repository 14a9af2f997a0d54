package dev.tireless.spring.deliver;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.tireless.store.Dialect;
import java.sql.SQLException;

/**
 * Gives up connections to a database that only reads. A primary that was replaced goes on to serve
 * its old connections; without this the pool would keep them until their lifetime ends.
 */
final class ReadOnlyEvicted implements SQLExceptionOverride {

  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException e) {
    return Dialect.isReadOnly(e)
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}
