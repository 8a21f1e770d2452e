/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_MODULES_H
#define SUBFLOW_MODULES_H

/* Loads DIR/NN-name.ko in order and removes them. */
void load_modules(const char *dir);

#endif
