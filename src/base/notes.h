// SPDX-License-Identifier: Apache-2.0
/// Words in the note of a figure that tables show too. Each begins as a further
/// part of the note does, so that none is found within another.
#ifndef BASE_NOTES_H
#define BASE_NOTES_H

#include "assay/figures.h"

#define ASSAY_NOTE_POWERED "; adequately powered"
#define ASSAY_NOTE_UNPOWERED "; not adequately powered"
#define ASSAY_NOTE_NO_CONCLUSION "; no conclusion"

#endif
