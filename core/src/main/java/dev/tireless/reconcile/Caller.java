package dev.tireless.reconcile;

import java.util.Set;

/**
 * A receiver that has proved who it is.
 *
 * @param scopes what it may do
 */
public record Caller(String tenant, String receiver, Set<Scope> scopes) {

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
