package dev.tireless.wire;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request as it arrives at a receiver, which a test may spoil before it is verified. */
final class SampleRequest {

  static final Secret SECRET = Secret.parse("whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");
  static final Secret OTHER_SECRET =
      Secret.parse("whsec_ZmVkY2JhOTg3NjU0MzIxMHZ1dHNycXBvbm1sa2ppaGc=");
  static final Instant SENT = Instant.ofEpochSecond(1763798400);
  static final byte[] BODY =
      "{\"txNo\":\"T1\",\"result\":\"success\"}".getBytes(StandardCharsets.UTF_8);
  static final Envelope ENVELOPE =
      new Envelope("ntf_01JD000000000000000000TEST", SENT, "recharge.completed", "T1", 2, 0, 7, 3);

  private final Map<String, String> headers;
  private byte[] body = BODY;

  private SampleRequest(List<Secret> signedWith) {
    headers = new HashMap<>(new Signer(signedWith).headers(ENVELOPE, "application/json", BODY));
  }

  static SampleRequest signedWith(Secret... secrets) {
    return new SampleRequest(List.of(secrets));
  }

  SampleRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  SampleRequest without(String name) {
    headers.remove(name);
    return this;
  }

  SampleRequest body(byte[] changed) {
    body = changed;
    return this;
  }

  String header(String name) {
    return headers.get(name);
  }

  /** Verified at the second of sending with one secret. */
  Verification verify() {
    return verify(verifierAt(SENT));
  }

  Verification verify(Verifier verifier) {
    return verifier.verify(headers::get, body);
  }

  static Verifier verifierAt(Instant now) {
    return new Verifier(List.of(SECRET), Clock.fixed(now, ZoneOffset.UTC));
  }
}
