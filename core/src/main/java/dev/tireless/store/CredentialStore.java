package dev.tireless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** By what receivers prove who they are when they ask: hashes, never the texts. */
public final class CredentialStore {

  private static final String FIND =
      """
      SELECT k.scopes, r.tenant, r.receiver FROM tireless_credential k
      JOIN tireless_receiver r ON r.receiver_id = k.receiver_id
      WHERE k.credential_hash = ? AND r.state <> 'DELETED'""";
  private static final String HOLDER =
      """
      SELECT r.receiver_id, r.state FROM tireless_credential k
      JOIN tireless_receiver r ON r.receiver_id = k.receiver_id
      WHERE k.credential_hash = ?""";
  private static final String CHANGE_SCOPES =
      "UPDATE tireless_credential SET scopes = ? WHERE credential_hash = ? AND receiver_id = ?";
  private static final String OF_RECEIVER =
      """
      SELECT credential_hash FROM tireless_credential
      WHERE receiver_id = ? ORDER BY created_at, credential_hash""";
  private static final String LOCK_RECEIVER =
      "SELECT receiver_id FROM tireless_receiver WHERE receiver_id = ? FOR UPDATE";
  private static final String INSERT =
      """
      INSERT INTO tireless_credential (credential_hash, receiver_id, scopes, created_at)
      VALUES (?, ?, ?, ?)""";
  private static final String DELETE =
      "DELETE FROM tireless_credential WHERE credential_hash = ? AND receiver_id = ?";

  /** Whose it is, and what it allows. */
  public record Owner(String tenant, String receiver, Set<String> scopes) {

    public Owner {
      scopes = Set.copyOf(scopes);
    }
  }

  /** The internal number of the receiver that has it, be it deleted. */
  public record Holder(long receiverId, boolean deleted) {}

  public Optional<Owner> find(Connection c, String hash) throws SQLException {
    return Jdbc.query(
            c,
            FIND,
            row -> new Owner(row.getString(2), row.getString(3), scopes(row.getString(1))),
            hash)
        .stream()
        .findFirst();
  }

  /** Those of a receiver, the oldest first. Locks the receiver, so that nobody adds one. */
  public List<String> lock(Connection c, long receiverId) throws SQLException {
    Jdbc.query(c, LOCK_RECEIVER, row -> row.getLong(1), receiverId);
    return Jdbc.query(c, OF_RECEIVER, row -> row.getString(1), receiverId);
  }

  public void insert(Connection c, long receiverId, String hash, Set<String> scopes, Instant now)
      throws SQLException {
    Jdbc.update(c, INSERT, hash, receiverId, text(scopes), now);
  }

  /** What one that stays allows from now on. */
  public void changeScopes(Connection c, long receiverId, String hash, Set<String> scopes)
      throws SQLException {
    Jdbc.update(c, CHANGE_SCOPES, text(scopes), hash, receiverId);
  }

  public Optional<Holder> holder(Connection c, String hash) throws SQLException {
    return Jdbc.query(
            c, HOLDER, row -> new Holder(row.getLong(1), "DELETED".equals(row.getString(2))), hash)
        .stream()
        .findFirst();
  }

  /** False when the receiver has none of this hash. */
  public boolean delete(Connection c, long receiverId, String hash) throws SQLException {
    return Jdbc.update(c, DELETE, hash, receiverId) == 1;
  }

  private static String text(Set<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }

  private static Set<String> scopes(String stored) {
    return Set.copyOf(Arrays.asList(stored.split(" ", -1)));
  }
}
