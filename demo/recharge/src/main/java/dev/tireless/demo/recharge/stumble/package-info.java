/** For the demo alone: stops where a process is to be killed. */
@NullMarked
package dev.tireless.demo.recharge.stumble;

import org.jspecify.annotations.NullMarked;
