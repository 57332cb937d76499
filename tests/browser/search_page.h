// SPDX-License-Identifier: Apache-2.0
/// A made-up result of searches of a list (1:N) for the pages of the browser
/// tests.
#ifndef BROWSER_SEARCH_PAGE_H
#define BROWSER_SEARCH_PAGE_H

#include "base/build.h"

/// The result, not yet ended, with groups or without; aborts without memory.
assay_result *search_page(const char *title, bool grouped);

#endif
