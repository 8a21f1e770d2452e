// SPDX-License-Identifier: Apache-2.0
package dev.subflow.json;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code long}, an {@code OptionalLong} or a map of longs that holds unsigned 64-bit
 * numbers, such as data sequence numbers: JSON shows 2^64-1, not -1.
 */
@JacksonAnnotationsInside
@JsonSerialize(using = UnsignedSerializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Unsigned {}
