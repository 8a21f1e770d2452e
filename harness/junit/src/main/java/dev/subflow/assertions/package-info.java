// SPDX-License-Identifier: Apache-2.0
/** AssertJ entry points for the models of Subflow. */
@NullMarked
package dev.subflow.assertions;

import org.jspecify.annotations.NullMarked;
