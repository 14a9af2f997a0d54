package dev.tireless.http;

import io.vertx.core.Future;
import io.vertx.core.internal.resolver.NameResolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds the address to dial. The name is resolved once and all answers are checked, so that nobody
 * can answer differently between the check and the call: what is dialled is an address, not a name.
 */
final class Addresses {

  private final NameResolver resolver;
  private final AddressGuard guard;

  Addresses(NameResolver resolver, AddressGuard guard) {
    this.resolver = resolver;
    this.guard = guard;
  }

  /**
   * Fails with {@link AddressRefusedException} if any address of the host must not be called. Later
   * attempts try the next address; the same attempts of many deliveries the same one, so that
   * connections are shared.
   */
  Future<InetAddress> of(Target target, long attempt) {
    return resolve(target)
        .map(
            all -> {
              all.forEach(guard::check);
              return all.get((int) ((attempt - 1) % all.size()));
            });
  }

  private Future<List<InetAddress>> resolve(Target target) {
    return target
        .address()
        .map(address -> Future.succeededFuture(List.of(address)))
        .orElseGet(() -> lookUp(target.host()));
  }

  private Future<List<InetAddress>> lookUp(String host) {
    return resolver
        .resolveAll(host)
        .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
  }
}
