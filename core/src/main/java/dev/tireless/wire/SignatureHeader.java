package dev.tireless.wire;

import dev.tireless.wire.Verification.Reason;
import dev.tireless.wire.Verification.Rejected;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A received signature header: entries separated by spaces, each a version, a comma and a
 * signature. Entries of unknown versions are skipped; one that fits is enough.
 *
 * <p>The work is bounded by {@link HeaderReader}'s limit on the value: one HMAC per key of ours,
 * however many entries there are.
 */
record SignatureHeader(String name, String value) {

  Optional<Rejected> check(SignedText text, List<Secret> secrets) {
    List<byte[]> candidates =
        Arrays.stream(value.split(" "))
            .filter(entry -> entry.startsWith(SignedText.VERSION))
            .map(SignatureHeader::bytes)
            .toList();
    if (candidates.isEmpty()) {
      return reject(Reason.UNKNOWN_SIGNATURE_VERSION, " has no entry of version v1");
    }
    return secrets.stream().map(text::signature).anyMatch(expected -> fits(expected, candidates))
        ? Optional.empty()
        : reject(Reason.SIGNATURE_MISMATCH, " fits none of our secrets");
  }

  private static boolean fits(String expected, List<byte[]> candidates) {
    byte[] bytes = bytes(expected);
    return candidates.stream().anyMatch(candidate -> MessageDigest.isEqual(bytes, candidate));
  }

  private static byte[] bytes(String entry) {
    return entry.getBytes(StandardCharsets.UTF_8);
  }

  private Optional<Rejected> reject(Reason reason, String problem) {
    return Optional.of(new Rejected(reason, name + problem));
  }
}
