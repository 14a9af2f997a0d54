package dev.tireless.publish;

import dev.tireless.Publication;
import dev.tireless.store.Claim;
import dev.tireless.store.Dialect;
import dev.tireless.store.NotificationStore;
import dev.tireless.store.NotificationStore.NaturalKey;
import dev.tireless.store.NotificationStore.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes many in one transaction, with the rules of {@link Publisher} for each of them; those of
 * one batch that share a key are settled among themselves, the first one first. Internal: for the
 * engine's submit. Thread-safe.
 */
public final class BatchPublisher {

  private final NotificationStore store;
  private final NotificationIds ids;

  public BatchPublisher(Dialect dialect, Clock clock, RandomGenerator random) {
    this.store = new NotificationStore(dialect);
    this.ids = new NotificationIds(clock, random);
  }

  /** Gives the publication the id that its notification will have if it is the first. */
  public Claim claim(Publication publication) {
    return new Claim(ids.next(), publication);
  }

  /**
   * What became of a claim.
   *
   * @param published null when it was refused
   * @param refusal why, null when it was not
   */
  public record Result(
      Claim claim, @Nullable Published published, @Nullable RuntimeException refusal) {

    private static Result refused(Claim claim, RuntimeException refusal) {
      return new Result(claim, null, refusal);
    }

    private static Result of(Claim claim, Owner owner) {
      if (!claim.agreesWith(owner)) {
        return refused(claim, Refusals.conflict(claim.publication(), owner));
      }
      boolean first = owner.notificationId().equals(claim.id());
      return new Result(claim, new Published(owner.notificationId(), first), null);
    }

    public boolean isFirst() {
      return published != null && published.first();
    }
  }

  /** Writes those that are new, without outbox rows, and tells of each what became of it. */
  public List<Result> publish(Connection c, List<Claim> claims, Instant now) throws SQLException {
    Map<String, IllegalArgumentException> misaddressed = misaddressed(c, claims);
    SortedMap<NaturalKey, Claim> firsts = new TreeMap<>();
    claims.stream()
        .filter(claim -> !misaddressed.containsKey(claim.id()))
        .forEach(claim -> firsts.putIfAbsent(claim.key(), claim));
    Map<NaturalKey, Owner> owners = store.insert(c, firsts, now);
    List<Result> results = new ArrayList<>();
    for (Claim claim : claims) {
      IllegalArgumentException refusal = misaddressed.get(claim.id());
      results.add(
          refusal == null
              ? Result.of(claim, owner(owners, claim))
              : Result.refused(claim, refusal));
    }
    return results;
  }

  /** Leaves these to the sequencer. */
  public void leaveToSequencer(Connection c, List<String> ids) throws SQLException {
    store.insertOutbox(c, ids);
  }

  private static Owner owner(Map<NaturalKey, Owner> owners, Claim claim) {
    Owner owner = owners.get(claim.key());
    if (owner == null) {
      throw new IllegalStateException("Nobody owns " + claim.key() + ", which was just inserted");
    }
    return owner;
  }

  private record Addressees(String tenant, List<String> to) {}

  private Map<String, IllegalArgumentException> misaddressed(Connection c, List<Claim> claims)
      throws SQLException {
    Map<Addressees, Set<String>> unknown = new HashMap<>();
    Map<String, IllegalArgumentException> misaddressed = new HashMap<>();
    for (Claim claim : claims) {
      Publication p = claim.publication();
      Addressees addressees = new Addressees(p.tenant(), p.to());
      if (!unknown.containsKey(addressees)) {
        unknown.put(addressees, store.unknownReceivers(c, p.tenant(), p.to()));
      }
      Set<String> missing = unknown.getOrDefault(addressees, Set.of());
      if (!missing.isEmpty()) {
        misaddressed.put(claim.id(), Refusals.unknownReceivers(p, missing));
      }
    }
    return misaddressed;
  }
}
