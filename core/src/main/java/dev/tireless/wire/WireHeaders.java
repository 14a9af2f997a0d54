package dev.tireless.wire;

/** The names of the headers of an attempt, in lower case. */
public final class WireHeaders {

  /** The notification id, the same on every attempt. */
  public static final String WEBHOOK_ID = "webhook-id";

  /** When this attempt was made, in whole seconds since 1970. */
  public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";

  /** Signatures of id, timestamp and body, one per active key, separated by spaces. */
  public static final String WEBHOOK_SIGNATURE = "webhook-signature";

  /** What kind of result it is. */
  public static final String TOPIC = "tireless-topic";

  /** The business key. */
  public static final String SUBJECT = "tireless-subject";

  /** Revision of the subject's result, from 1. */
  public static final String VERSION = "tireless-version";

  /** Which run of sequence numbers {@link #SEQ} belongs to, from 0. */
  public static final String EPOCH = "tireless-epoch";

  /** The delivery's place in the receiver's sequence, from 1, without holes; 0 when it has none. */
  public static final String SEQ = "tireless-seq";

  /** Number of this try, from 1. */
  public static final String ATTEMPT = "tireless-attempt";

  /** Signatures of all headers above and the body, one per active key, separated by spaces. */
  public static final String TIRELESS_SIGNATURE = "tireless-signature";

  /** W3C trace context of the publisher. */
  public static final String TRACEPARENT = "traceparent";

  public static final String CONTENT_TYPE = "content-type";

  public static final String USER_AGENT = "user-agent";

  private WireHeaders() {}
}
