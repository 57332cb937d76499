// SPDX-License-Identifier: Apache-2.0
#include "assay/assay.h"

#include <stdio.h>

int main(void)
{
    return printf("assay %s\n", assay_version()) < 0;
}
