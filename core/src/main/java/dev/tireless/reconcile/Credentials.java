package dev.tireless.reconcile;

import dev.tireless.TirelessException;
import dev.tireless.store.CredentialStore;
import dev.tireless.store.CredentialStore.Holder;
import dev.tireless.store.Database;
import dev.tireless.store.ReceiverStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * By what receivers prove who they are when they ask. A credential is a text of 256 random bits,
 * told once: only its SHA-256 hash is kept, which is enough against texts that nobody can guess.
 * Two of a receiver can be active at once, so that it can change from one to the other.
 * Thread-safe.
 */
public final class Credentials {

  /** How many of a receiver can be active at once. */
  public static final int MOST = 2;

  private static final String PREFIX = "trc_";
  private static final int RANDOM_BYTES = 32;
  private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final Database database;
  private final CredentialStore store = new CredentialStore();
  private final ReceiverStore receivers;
  private final Clock clock;

  public Credentials(DataSource dataSource, Clock clock) {
    this.database = new Database(dataSource);
    this.receivers = new ReceiverStore(database.dialect());
    this.clock = clock;
  }

  /** A new text for {@link #put}. */
  public static String generate(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Refuses what is no credential; the message does not show it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static void check(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "A credential is %s and 43 characters of base64url: 32 random bytes".formatted(PREFIX));
    }
  }

  /**
   * Refuses more than a receiver can have.
   *
   * @throws IllegalArgumentException when there are more than {@value #MOST}
   */
  public static void checkCount(String receiver, int credentials) {
    if (credentials > MOST) {
      throw new IllegalArgumentException(
          "Receiver %s can have %d credentials at once, not %d"
              .formatted(receiver, MOST, credentials));
    }
  }

  /**
   * Makes these the receiver's credentials, and no others. Those that it has already stay.
   *
   * @param texts at most {@value #MOST}; none ends its access
   * @throws IllegalArgumentException when one is no credential or another receiver's, there are too
   *     many, or there is no such receiver
   */
  public void put(String tenant, String receiver, Collection<String> texts, Set<Scope> scopes) {
    texts.forEach(Credentials::check);
    checkCount(receiver, texts.size());
    Set<String> hashes = texts.stream().map(Credentials::hash).collect(Collectors.toSet());
    database.inTransaction(
        "put credentials of " + receiver,
        c -> {
          long number = number(receivers.find(c, tenant, receiver), receiver);
          put(c, number, hashes, texts(scopes));
          return hashes;
        });
  }

  private void put(Connection c, long number, Set<String> hashes, Set<String> scopes)
      throws SQLException {
    List<String> active = store.lock(c, number);
    for (String old : active) {
      if (!hashes.contains(old)) {
        store.delete(c, number, old);
      }
    }
    for (String hash : new TreeSet<>(hashes)) {
      if (active.contains(hash)) {
        store.changeScopes(c, number, hash, scopes);
      } else {
        makeNobodys(c, hash);
        store.insert(c, number, hash, scopes, now());
      }
    }
  }

  /** A deleted receiver asks nothing any more, so it cannot keep one from another. */
  private void makeNobodys(Connection c, String hash) throws SQLException {
    Optional<Holder> holder = store.holder(c, hash);
    if (holder.isEmpty()) {
      return;
    }
    if (!holder.get().deleted()) {
      throw new IllegalArgumentException(
          "A credential of these belongs to another receiver; generate one for each");
    }
    store.delete(c, holder.get().receiverId(), hash);
  }

  /**
   * Gives the receiver one more, and tells it this once.
   *
   * @throws TirelessException when it has {@value #MOST} already
   */
  public String issue(String tenant, String receiver, Set<Scope> scopes, SecureRandom random) {
    String text = generate(random);
    database.inTransaction(
        "issue a credential of " + receiver,
        c -> {
          long number = number(receivers.find(c, tenant, receiver), receiver);
          List<String> active = store.lock(c, number);
          if (active.size() >= MOST) {
            throw new TirelessException(
                "Receiver %s has %d credentials already; revoke one first"
                    .formatted(receiver, active.size()));
          }
          store.insert(c, number, hash(text), texts(scopes), now());
          return text;
        });
    return text;
  }

  /** Ends one; false when it is none of the receiver's. */
  public boolean revoke(String tenant, String receiver, String text) {
    return database.inTransaction(
        "revoke a credential of " + receiver,
        c -> store.delete(c, number(receivers.find(c, tenant, receiver), receiver), hash(text)));
  }

  /** Whose credential it is; empty when nobody's. */
  public Optional<Caller> caller(String text) {
    return TEXT.matcher(text).matches()
        ? database
            .read("find a credential", c -> store.find(c, hash(text)))
            .map(
                owner ->
                    new Caller(
                        owner.tenant(),
                        owner.receiver(),
                        owner.scopes().stream().map(Scope::parse).collect(Collectors.toSet())))
        : Optional.empty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Set<String> texts(Set<Scope> scopes) {
    return scopes.stream().map(Scope::toString).collect(Collectors.toSet());
  }

  private static long number(Optional<ReceiverStore.Stored> stored, String receiver) {
    return stored
        .orElseThrow(() -> new IllegalArgumentException("There is no receiver " + receiver))
        .number();
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
