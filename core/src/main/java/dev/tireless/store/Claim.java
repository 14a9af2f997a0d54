package dev.tireless.store;

import dev.tireless.Publication;
import dev.tireless.store.NotificationStore.NaturalKey;

/** A publication that wants to become the notification of this id. Immutable. */
public final class Claim {

  private final String id;
  private final Publication publication;
  private final byte[] hash;

  public Claim(String id, Publication publication) {
    this.id = id;
    this.publication = publication;
    this.hash = publication.payload().sha256();
  }

  public String id() {
    return id;
  }

  public Publication publication() {
    return publication;
  }

  public NaturalKey key() {
    return NaturalKey.of(publication);
  }

  /** SHA-256 of the payload, computed once; not to be changed. */
  byte[] hash() {
    return hash;
  }

  /** Whether the owner of the key says the same. */
  public boolean agreesWith(NotificationStore.Owner owner) {
    return owner.says(hash);
  }
}
