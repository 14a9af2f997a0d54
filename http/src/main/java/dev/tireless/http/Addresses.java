package dev.tireless.http;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the address to dial. The name is resolved once and all answers are checked, so that nobody
 * can answer differently between the check and the call: what is dialled is an address, not a name.
 */
final class Addresses {

  private final AddressGuard guard;

  Addresses(AddressGuard guard) {
    this.guard = guard;
  }

  /**
   * Fails with {@link AddressRefusedException} if any address of the host must not be called. Later
   * attempts try the next address; the same attempts of many deliveries the same one, so that
   * connections are shared. Only for use on this event loop.
   */
  CompletableFuture<InetAddress> of(Target target, long attempt, EventLoop loop) {
    CompletableFuture<InetAddress> found = new CompletableFuture<>();
    if (target.address().isPresent()) {
      complete(found, List.of(target.address().get()), attempt);
      return found;
    }
    loop.lookUp(target.host())
        .addListener(
            (io.netty.util.concurrent.Future<List<InetAddress>> all) -> {
              if (all.isSuccess()) {
                complete(found, all.getNow(), attempt);
              } else {
                found.completeExceptionally(all.cause());
              }
            });
    return found;
  }

  private void complete(CompletableFuture<InetAddress> found, List<InetAddress> all, long attempt) {
    try {
      all.forEach(guard::check);
      found.complete(all.get((int) ((attempt - 1) % all.size())));
    } catch (RuntimeException refused) {
      found.completeExceptionally(refused);
    }
  }
}
