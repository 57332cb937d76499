// SPDX-License-Identifier: Apache-2.0
/// Groups of people in records of deployments: headings that name a count and a
/// group (`false_alerts_black`), and columns that hold the group of a row
/// (`ethnicity`). docs/formats/deployments.md.
#ifndef READ_DEPLOYED_PEOPLE_H
#define READ_DEPLOYED_PEOPLE_H

#include "read/deployed_cells.h"

enum {
    ASSAY_PEOPLE_GROUPS = 64, ///< at most, of all attributes
    ASSAY_PEOPLE_TEXT = 201,  ///< room for an attribute, or a group
    ASSAY_PEOPLE_OURS = 448,  ///< room for "false_alerts:ethnicity:Black"
    ASSAY_PEOPLE_BY = 8       ///< columns that hold groups of rows, at most
};

/// "alerts", "true_alerts", "false_alerts", and which count each is.
extern const struct assay_people_name {
    const char *ours;
    assay_deployed_count count;
} assay_people_names[ASSAY_PEOPLE_COUNTS];

/// A heading that names a count and a group.
typedef struct assay_people_heading {
    assay_people_count count;
    char attribute[ASSAY_PEOPLE_TEXT]; ///< "": that of the column in front
    char group[ASSAY_PEOPLE_TEXT];     ///< as it is written
    bool unknown;                      ///< "not stated"
} assay_people_heading;

/// Whether a name is a count of ours and a group: "false_alerts:black",
/// "false_alerts:borough:Croydon", or, of words of ethnicity, sex and age that
/// are known, "false_alerts_black", "false_alerts (Black)", "alerts - 18-24".
bool assay_people_heading_read(const char *name, assay_people_heading *out);
/// Whether a name is a count of ours and what would be a group, were it not
/// longer than one may be.
bool assay_people_heading_long(const char *name);
/// Where `heading` begins with `theirs`, and a group that is known follows, its
/// name as ours: "False Alerts (Female)" behind "False Alerts" is
/// "false_alerts:Female". `ours` may be any of our names.
bool assay_people_heading_behind(const char *heading, const char *theirs,
                                 const char *ours,
                                 char name[ASSAY_PEOPLE_OURS]);
/// The same of any group behind `theirs` that has no word that no group has
/// ("rate", "confirmed"), as a group of `attribute`: "alerts_jewish" is
/// "alerts:ethnicity:jewish".
bool assay_people_heading_of_any(const char *heading, const char *theirs,
                                 const char *ours, const char *attribute,
                                 char name[ASSAY_PEOPLE_OURS]);
/// The name as ours of a heading that looks like a count of a group, in either
/// order: "Female - wrong alerts"; false: it does not, is ours, or is longer
/// than 200 bytes.
bool assay_people_heading_guess(const char *heading,
                                char name[ASSAY_PEOPLE_OURS]);

/// A column of the table that has a count of a group.
typedef struct assay_people_column {
    size_t column, group;
    assay_people_count count;
} assay_people_column;

/// What a table has of groups of people. All zero: nothing.
typedef struct assay_people {
    assay_people_group groups[ASSAY_PEOPLE_GROUPS];
    size_t group_count;
    assay_people_column columns[ASSAY_DEPLOYED_COLUMNS];
    size_t column_count;
    bool total[ASSAY_PEOPLE_COUNTS]; ///< the count as such has a column too
    size_t by[ASSAY_PEOPLE_BY];      ///< columns that hold the group of a row
    size_t by_count;
    const char *proposed[ASSAY_DEPLOYED_COLUMNS]; ///< what a column that is not
                                                  ///< read may be; NULL: none
} assay_people;

/// The first file that has a column.
const char *assay_people_path(const assay_deployed_cells *cells, size_t column);
/// Finds groups: of headings, and of the rows. Texts live in `cells`.
assay_status assay_people_find(assay_deployed_cells *cells,
                               assay_people *people, assay_error *err);
/// Looks for columns of counts that may be of groups and are not read:
/// "alerts_jewish" beside "alerts_black"; `mapped` is what --column said.
/// `people->proposed` has them; where the table has no column of the total,
/// which would be the sum of the groups, it fails with the option to paste.
assay_status assay_people_check_columns(assay_deployed_cells *cells,
                                        const assay_pairs *mapped,
                                        assay_people *people, assay_error *err);
/// Whether groups have this attribute.
bool assay_people_has(const assay_people *people, const char *attribute);

/// What the columns that hold groups say of a row.
typedef enum assay_people_row {
    ASSAY_PEOPLE_NO_GROUP,   ///< nothing
    ASSAY_PEOPLE_OF_GROUP,   ///< it is of one
    ASSAY_PEOPLE_OF_EVERYONE ///< "Total", "All", and nothing else is said
} assay_people_row;
/// Whether a cell says "Total", "All".
bool assay_people_is_everyone(assay_slice value);
/// Whether a cell says that the group is not stated, or nothing.
bool assay_people_is_unstated(assay_slice value);
assay_people_row assay_people_row_of(const assay_deployed_cells *cells,
                                     const assay_people *people,
                                     const assay_deployed_row *row);
/// Columns of the first counts of groups in a row that have something around
/// them; SIZE_MAX: none.
typedef struct assay_people_marked {
    size_t about, noted;
} assay_people_marked;

/// Fills `out->people`, and, where the table has no column of the total of a
/// count, `out->counts` with the largest of the sums over the groups of an
/// attribute.
assay_status assay_people_take(assay_deployed_cells *cells,
                               const assay_people *people,
                               const assay_deployed_row *row,
                               assay_deployed *out, assay_people_marked *marked,
                               assay_error *err);

/// Makes one deployment of rows that hold a group each: its counts are summed
/// into the first of them. `lead[i]` is that row, i itself where there is none
/// such. `rows` are those of `cells`; `totals` are no deployments.
assay_status assay_people_join(assay_deployed_cells *cells,
                               const assay_people *people, assay_deployed *rows,
                               const bool *totals, size_t *lead,
                               assay_error *err);

#endif
