/** Real databases for the tests of all modules, each server started once per build. */
@NullMarked
package dev.tireless.testdatabases;

import org.jspecify.annotations.NullMarked;
