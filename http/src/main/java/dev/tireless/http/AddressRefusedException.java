package dev.tireless.http;

import dev.tireless.TirelessException;

/** A receiver's host leads to a reserved address that configuration has not opened. */
final class AddressRefusedException extends TirelessException {

  AddressRefusedException(String message) {
    super(message);
  }
}
