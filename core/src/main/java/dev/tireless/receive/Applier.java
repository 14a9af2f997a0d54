package dev.tireless.receive;

import dev.tireless.TirelessException;
import dev.tireless.store.ReceiptStore;
import dev.tireless.store.ReceiptStore.Receipt;
import dev.tireless.store.ReceiptStore.Seen;
import dev.tireless.store.ReceiptStore.SubjectKey;
import dev.tireless.store.TransactionMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens inside a local transaction: lock the receipt, raise it, run the handler, note the
 * place as seen.
 *
 * <p>The receipt is the first thing locked, so deliveries of one subject go through here one by
 * one, whichever way they came; those of different subjects never meet.
 */
final class Applier {

  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

  private final ReceiptStore store;
  private final Clock clock;

  Applier(ReceiptStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Which version may be applied over which. */
  enum Admission {
    NEWER,
    NEWER_OR_SAME;

    boolean admits(long version, long applied) {
      return version > applied || (this == NEWER_OR_SAME && version == applied);
    }
  }

  InboxResult apply(
      Connection c, ReceivedNotification n, NotificationHandler handler, Admission admission)
      throws Exception {
    SubjectKey key = new SubjectKey(n.notifier(), n.topic(), n.subject());
    Receipt applied = store.lock(c, key, now());
    refuseOtherPayload(n, applied);
    if (!admission.admits(n.version(), applied.version())) {
      return noted(c, n, InboxResult.ignored(applied.version()));
    }
    store.raise(c, key, applied, new Receipt(n.version(), hashToKeep(n, applied)), now());
    TransactionMark mark = store.mark(c);
    handler.handle(c, n);
    requireSameTransaction(mark, n);
    return noted(c, n, InboxResult.applied());
  }

  /** Notes the result at the notification's place, if it has one. */
  InboxResult noted(Connection c, ReceivedNotification n, InboxResult result) throws SQLException {
    return noted(c, n, hash(n), result);
  }

  /** The same for one whose payload is not there, only its hash. */
  InboxResult noted(Connection c, ReceivedNotification n, String payloadHash, InboxResult result)
      throws SQLException {
    Place place = n.place();
    if (place != null && !store.note(c, seen(n, place, payloadHash, result))) {
      conflicting(c, n, place);
    }
    return result;
  }

  private void conflicting(Connection c, ReceivedNotification n, Place place) throws SQLException {
    LOG.warn(
        "{}: this place belongs to another notification already. Was the notifier's database"
            + " restored without raising its epoch?",
        n);
    if (!place.isPulled()) {
      store.conflict(c, n.notifier(), now());
    }
  }

  /** One whose payload the notifier has not any more: it matters only if nothing newer is here. */
  InboxResult expunged(Connection c, ReceivedNotification n, String payloadHash)
      throws SQLException {
    Receipt applied = store.find(c, new SubjectKey(n.notifier(), n.topic(), n.subject()));
    InboxResult result =
        Admission.NEWER.admits(n.version(), applied.version())
            ? InboxResult.refused(
                new RefusedException("The notifier has expunged its payload, " + payloadHash))
            : InboxResult.ignored(applied.version());
    return noted(c, n, payloadHash, result);
  }

  private static void refuseOtherPayload(ReceivedNotification n, Receipt applied) {
    if (n.version() == applied.version()
        && n.exact()
        && applied.payloadHash() != null
        && !applied.payloadHash().equals(hash(n))) {
      throw new RefusedException(
          "version %d was applied with another payload; a correction needs a higher version"
              .formatted(n.version()));
    }
  }

  private static @Nullable String hashToKeep(ReceivedNotification n, Receipt applied) {
    if (n.exact()) {
      return hash(n);
    }
    return n.version() == applied.version() ? applied.payloadHash() : null;
  }

  /**
   * MySQL and H2 roll a deadlock's victim back as a whole. A handler that swallows that error would
   * go on in a new transaction, and we would commit half of its effect, or none, or twice what
   * another telling of this version did meanwhile. So the receipt is no proof.
   */
  private static void requireSameTransaction(TransactionMark mark, ReceivedNotification n)
      throws SQLException {
    if (!mark.stands()) {
      throw new TirelessException(
          "The transaction of "
              + n
              + " was rolled back beneath its handler; does it swallow an SQLException?");
    }
  }

  private Seen seen(ReceivedNotification n, Place place, String payloadHash, InboxResult result) {
    return new Seen(
        n.notifier(),
        place.epoch(),
        place.seq(),
        String.valueOf(n.id()),
        n.topic(),
        n.subject(),
        n.version(),
        payloadHash,
        result.outcome().name(),
        result.reason(),
        now());
  }

  private static String hash(ReceivedNotification n) {
    return HexFormat.of().formatHex(n.payload().sha256());
  }

  private Instant now() {
    return clock.instant();
  }
}
