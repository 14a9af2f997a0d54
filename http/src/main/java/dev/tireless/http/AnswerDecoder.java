package dev.tireless.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Netty's decoder, which also tells whether there is a beginning of more than one answer. */
final class AnswerDecoder extends HttpResponseDecoder {

  AnswerDecoder(HttpDecoderConfig config) {
    super(config);
  }

  boolean isDrained() {
    return actualReadableBytes() == 0;
  }
}
