// SPDX-License-Identifier: Apache-2.0
// The words of the field, ours and old ones. Sorted by word, case ignored and
// blanks read as dashes; terms follow ISO/IEC 2382-37 and 19795-1.
#include "assay/look.h"

static const assay_word words[] = {
    {"accuracy",
     "Share of all decisions that were right. It mixes both kinds of "
     "mistake in the proportion in which they happened to be tried, so "
     "it changes with the data, not only with the system.",
     "FMR and FNMR", NULL},
    {"achieved FMR",
     "The FMR that the data really give at a threshold: the largest "
     "one that is not above the target. With ties it can lie well "
     "below it.",
     NULL, NULL},
    {"adequately powered",
     "Of a ratio of rates: both sides have the events, over the design effect, "
     "with which a ratio of 2 has an 80 % chance to show. Where they have not, "
     "the note says how many it takes.",
     "ratio to all others", "--by"},
    {"adjusted p",
     "A p-value raised for the number of tests that it stands among: by Holm "
     "for the ratios that a plan named, by Benjamini-Hochberg for all others.",
     "p-value", "--confirmatory"},
    {"alert",
     "What a live system shows its operator when a passage gives a "
     "candidate at or above the threshold. A right alert names the "
     "person who passed; whether that person should have been listed "
     "is another question.",
     NULL, NULL},
    {"alpha",
     "1 - the level of the intervals. Of --alpha the weight of false matches "
     "in FDR, IR and GARBE.",
     "confidence interval", "--confidence"},
    {"APCER",
     "Share of attacks of a species taken for bona fide (ISO/IEC 30107-3); "
     "the headline is the species that passes most often.",
     NULL, "--attack"},
    {"attempts",
     "Trials: comparisons for FMR and FNMR, passages in a test with "
     "volunteers.",
     "comparison", NULL},
    {"AUC",
     "Area under the ROC curve: the share of (mated, non-mated) pairs "
     "of scores in which the mated one is larger, ties counted half. "
     "It says nothing about any one threshold.",
     NULL, NULL},
    {"balanced accuracy", "1 - (FMR + FNMR) / 2 at a threshold.",
     "FMR and FNMR", NULL},
    {"balanced list",
     "A watchlist with as many people of each group. Who is wrongly pointed "
     "at depends on who is on the list.",
     "watchlist", "--composition"},
    {"Benjamini-Hochberg",
     "Keeps the expected share of false ones among the differences that are "
     "called so.",
     "adjusted p", NULL},
    {"beta-binomial",
     "A law that allows searches unequal chances per person on the list.", NULL,
     NULL},
    {"beyond the test",
     "Of lists longer than the one searched: an estimate with a bound, "
     "to ten times its size.",
     NULL, "--sizes"},
    {"bias",
     "Used for differences between groups, for their cause and for "
     "intent. assay gives the rates of each group with their intervals "
     "and names no cause.",
     "group", "--by"},
    {"body",
     "Scores below the tail, which are only tallied by bucket, all or a "
     "sample of them: for AUC, d' and histograms.",
     NULL, "--body"},
    {"bootstrap",
     "Intervals from resampled data. Drawn by comparison it takes "
     "people for many. assay draws people, for the band of a DET alone; "
     "other intervals are worked out by person and need no drawing.",
     "cluster-robust interval", "--bootstrap"},
    {"BPCER", "Share of bona fide presentations taken for attacks.", NULL,
     "--attack"},
    {"candidate", "A reference that a search returns, with its score and rank.",
     NULL, NULL},
    {"candidate list", "The candidates that one search returns, best first.",
     NULL, "--list-length"},
    {"checkpoint",
     "A file in which a long search keeps what it has found, to go on "
     "from it after a stop with --resume.",
     NULL, "--checkpoint"},
    {"ci", "The level of the intervals.", "confidence interval",
     "--confidence"},
    {"client",
     "Speech for the person whose reference it is: a client score is a "
     "mated score.",
     "mated", "--mated"},
    {"closed-set", "Searches in which everybody is on the list: CMC only.",
     "CMC", NULL},
    {"cluster-robust interval",
     "A confidence interval that treats people, not comparisons, as "
     "the sample: the comparisons of one person are alike, so many of "
     "them say less than as many people.",
     NULL, NULL},
    {"CMC",
     "Cumulative match characteristic: the share of searches of "
     "enrolled people whose own reference is among the first k "
     "candidates, for each k. It leaves out everybody who is not on "
     "the list; for a watchlist look at FPIR and FNIR.",
     NULL, NULL},
    {"comparison", "One probe compared with one reference: one score.", NULL,
     NULL},
    {"composition", "How many people of each group a watchlist holds.",
     "balanced list", "--composition"},
    {"confidence interval",
     "The range of rates that fit the counts, given how many different "
     "people stand behind them; at 95 % unless --confidence says "
     "otherwise.",
     NULL, NULL},
    {"confidence-level", "The level of the intervals.", "confidence interval",
     "--confidence"},
    {"confidence score",
     "A vendor's word for the score; it is no probability that the "
     "match is right.",
     "score", NULL},
    {"confirmed",
     "Of an alert in a force's record: found right or wrong by speaking to the "
     "person. Unconfirmed: judged from the pictures alone, which is not the "
     "same as wrong.",
     NULL, NULL},
    {"confusion matrix",
     "The four counts at one threshold. FMR and FNMR carry them as "
     "events and trials.",
     "FMR and FNMR", NULL},
    {"cosine",
     "The cosine of two templates: a score, larger is more alike. Cosine "
     "distance is 1 - cosine: say --distance.",
     "score", "--metric"},
    {"cost",
     "DCF or minDCF: a weighted sum of FMR and FNMR for assumed shares "
     "and costs. Not given; FMR and FNMR at the threshold are.",
     "FMR and FNMR", NULL},
    {"CoV",
     "Coefficient of variation of the rates of groups: their standard "
     "deviation over their mean.",
     "max/geometric-mean", "--by"},
    {"criterion",
     "How a threshold was set (EER, HTER, a target). Thresholds here "
     "are set at FMR targets or given.",
     "threshold", "--fmr"},
    {"cross-fitted",
     "Of thresholds that were chosen on the people of all folds but one and "
     "judged on that one, all folds together.",
     NULL, "--choose"},
    {"crowd", "Those who are searched for and are not on the list.", NULL,
     NULL},
    {"cut list",
     "A list that ended at its length or at --floor: what lies below is not "
     "known.",
     NULL, "--floor"},
    {"cut-off", "The threshold.", "threshold", "--threshold"},
    {"d'",
     "Distance of the means of mated and non-mated scores in units of "
     "their spread. It describes the scores, no threshold; it has no "
     "interval.",
     NULL, NULL},
    {"d-prime", "The same as d'.", "d'", NULL},
    {"decidability", "Daugman's index: the same as d'.", "d'", NULL},
    {"DeLong",
     "Compares the areas under two ROC curves on the same comparisons, by "
     "where each score stands among those of the other class; here summed by "
     "person.",
     "AUC", NULL},
    {"demographic differential",
     "A difference of rates between groups. Each group's FMR and FNMR "
     "stand with their intervals; numbers of both kinds of mistake (FDR, IR, "
     "GARBE) never stand without them.",
     "group", "--by"},
    {"deployment",
     "One day or shift of a live system at one place: a row of a record, and "
     "the sample of its intervals.",
     NULL, NULL},
    {"DET",
     "Detection error tradeoff: FNMR against FMR, a point for each "
     "threshold. The one curve from which a threshold can be chosen.",
     NULL, NULL},
    {"differential performance",
     "Rates that differ between groups at one threshold. Who ends up stopped "
     "(differential outcome) depends on who passes and who is listed as well.",
     "ratio to all others", "--by"},
    {"DIR", "Detection and identification rate: TPIR at a rank and threshold.",
     "TPIR", NULL},
    {"discard fraction",
     "Share of mated comparisons that a quality gate leaves out. Where it is "
     "larger for one group, that group fails to be acquired more often.",
     NULL, "--discard"},
    {"dissimilarity", "A distance: smaller is more alike.", "distance",
     "--distance"},
    {"distance",
     "A score that is smaller when two images are more alike. Say "
     "--distance; thresholds and rules are then in the direction of "
     "the file.",
     NULL, "--distance"},
    {"distances", "Scores that are smaller when more alike.", "distance",
     "--distance"},
    {"EDC",
     "Error versus discard characteristic (ISO/IEC 29794-1): FNMR of what is "
     "left when the comparisons of the lowest quality are left out, against "
     "the share left out.",
     NULL, "--quality"},
    {"EER",
     "The rate at the threshold where FMR and FNMR are equal; the only "
     "figure here that is interpolated. It compares systems in one "
     "number; no system is run at that threshold.",
     NULL, NULL},
    {"effective",
     "How many independent trials would give an interval as wide as "
     "these trials, which share people.",
     NULL, NULL},
    {"embedding", "Machine learning's word for a template.", "template", NULL},
    {"engagement", "An alert after which officers spoke to the person.", NULL,
     NULL},
    {"enrolled", "The references.", "reference", "--references"},
    {"equal error rate", "Spelled out: EER.", "EER", NULL},
    {"equivalence",
     "Rates shown to be equal within a margin, by two one-sided tests. That no "
     "difference was seen does not show it.",
     NULL, "--margin"},
    {"error rate", "Says neither which mistake nor of how many trials.",
     "FMR and FNMR", NULL},
    {"extrapolated FPIR",
     "FPIR where fewer than ten searches match: along a fitted tail.", NULL,
     "--fpir"},
    {"extrapolation", "More than was tested.", "beyond the test", "--sizes"},
    {"F1",
     "Harmonic mean of precision and recall: it depends on the shares "
     "of mated and non-mated comparisons in the file. Not given.",
     "FMR and FNMR", NULL},
    {"faces counted",
     "What the system counted: one person can be counted many times.",
     "false alerts per face counted", "--faces-per-person"},
    {"fairness", "Here: rates of groups side by side, each with its interval.",
     "differential performance", "--by"},
    {"fall-out", "Information retrieval's word for the false positive rate.",
     "FMR", "--fmr"},
    {"false accept",
     "A transaction that lets the wrong person in; of one comparison: "
     "a false match.",
     "FMR", "--fmr"},
    {"false alarm rate",
     "Of searches of people who are not on the list: FPIR. Of alerts: "
     "the share that was wrong. Ask for the denominator.",
     "FPIR", "--fpir"},
    {"false alert rate",
     "Has two denominators in public use: wrong alerts of all alerts, "
     "and wrong alerts of all faces counted. They differ by a factor "
     "of hundreds; assay prints each by its numerator and denominator.",
     "false alerts per alert", NULL},
    {"false alerts per alert",
     "Wrong alerts divided by all alerts. It depends on how many "
     "listed people passed, so it says nothing about the system alone.",
     NULL, NULL},
    {"false alerts per alert of the group",
     "Wrong alerts of a group of people divided by its alerts, as a record has "
     "them. It depends on who of the group is listed and passes.",
     NULL, NULL},
    {"false alerts per face counted",
     "Wrong alerts divided by the faces that the system counted. One person "
     "can be counted many times, so it is no share of people, and no FPIR.",
     NULL, NULL},
    {"false match", "A non-mated comparison at or above the threshold.", "FMR",
     "--fmr"},
    {"false negative",
     "In pairs: a false non-match. In searches of a list: a listed "
     "person who was not returned.",
     "FNMR or FNIR", NULL},
    {"false non-match", "A mated comparison below the threshold.", "FNMR",
     NULL},
    {"false positive",
     "In pairs: a false match. In searches of a list: somebody "
     "returned for a person who is not on it.",
     "FMR or FPIR", "--fmr"},
    {"false reject",
     "A transaction that turns the right person away; of one "
     "comparison: a false non-match.",
     "FNMR", NULL},
    {"FAR",
     "False acceptance rate: per transaction, with failures to "
     "acquire: FMR x (1 - FTA) for one attempt. Many tools print FMR "
     "under this name, some print FPIR; police tables often mean wrong "
     "alerts divided by faces counted.",
     "FMR", "--fmr"},
    {"far-value", "A target for the false match rate.", "FMR", "--fmr"},
    {"fars", "Targets for the false match rate.", "FMR", "--fmr"},
    {"FDR",
     "In assay only the fairness discrepancy rate of the literature. "
     "Elsewhere also false discovery rate: the share of alerts that "
     "were wrong.",
     "false alerts per alert", "--alpha"},
    {"feature vector", "A template.", "template", NULL},
    {"few_events",
     "Mark of a figure that rests on fewer than 10 events, or whose "
     "threshold does: given, not to be quoted.",
     NULL, NULL},
    {"filter", "Rows to keep.", "comparison", "--where"},
    {"fixed watchlist", "Mark of an interval that holds for this very list.",
     NULL, "--target"},
    {"floor", "The score above which a tail, or what a system logs, is whole.",
     NULL, "--floor"},
    {"FMR",
     "False match rate: the share of completed comparisons of two "
     "different people (non-mated) that pass as the same person.",
     NULL, "--fmr"},
    {"FMR100",
     "FNMR at the threshold where FMR is 1 in 100; despite its name no "
     "FMR.",
     "FNMR@FMR=0.01", "--fmr"},
    {"FMR1000",
     "FNMR at the threshold where FMR is 1 in 1,000; despite its name "
     "no FMR.",
     "FNMR@FMR=0.001", "--fmr"},
    {"FNIR",
     "False negative identification rate: the share of searches of "
     "people who are on the list that do not return them, at a rank "
     "and threshold that are always named with it.",
     NULL, NULL},
    {"FNMR",
     "False non-match rate: the share of completed comparisons of the "
     "same person (mated) that fail. TMR = 1 - FNMR.",
     NULL, NULL},
    {"FNR", "False negative rate. Of pairs: FNMR.", "FNMR", NULL},
    {"FPIR",
     "False positive identification rate: the share of searches of "
     "people who are not on the list that return anybody, for a list "
     "of N and a threshold.",
     NULL, "--fpir"},
    {"FPR", "False positive rate. Of pairs: FMR.", "FMR", "--fmr"},
    {"FRR",
     "False rejection rate: per transaction, with failures to acquire "
     "counted as rejections: FTA + FNMR x (1 - FTA) for one attempt. "
     "Many tools print FNMR under this name.",
     "FNMR", NULL},
    {"FTA",
     "Failure to acquire: the share of attempts that give no usable "
     "probe. Such comparisons are counted, never scored: column "
     "probe_acquired = 0.",
     NULL, NULL},
    {"FTE",
     "Failure to enrol: the share of enrolments that give no usable "
     "reference: column reference_acquired = 0. FTE of identities: the "
     "share of people to be listed of whom no reference is usable.",
     NULL, NULL},
    {"FTX",
     "Failure to extract a template: a failure to acquire (probe) or "
     "to enrol (reference).",
     "FTA", NULL},
    {"gallery",
     "The references that probes are compared with; in live use the "
     "watchlist.",
     "reference", "--references"},
    {"GAR", "Genuine acceptance rate: 1 - FRR; as most tools use it 1 - FNMR.",
     "TMR", NULL},
    {"GARBE",
     "Gini aggregation rate for biometric equitability (Howard and others): "
     "the Gini coefficients of FMR and FNMR over groups, weighted by alpha.",
     "max/geometric-mean", "--alpha"},
    {"ge",
     "The rule that a score at or above the threshold is a match (with "
     "--distance: at or below). The default; gt is strictly above.",
     NULL, "--rule"},
    {"genuine", "Of one person.", "mated", "--mated"},
    {"GFAR",
     "Generalised false acceptance rate, with failures to enrol "
     "counted: (1 - FTE) x (1 - FTA) x FMR.",
     "FMR", NULL},
    {"GFRR",
     "Generalised false rejection rate, with failures to enrol "
     "counted: FTE + (1 - FTE) x FTA + (1 - FTE) x (1 - FTA) x FNMR.",
     "FNMR", NULL},
    {"Gini",
     "Gini coefficient of the rates of groups, 0 where all are equal, times "
     "n/(n-1) for n groups.",
     "max/geometric-mean", "--by"},
    {"GMR", "Genuine match rate: 1 - FNMR.", "TMR", NULL},
    {"goat", "A person whose own images match badly.", "zoo", NULL},
    {"ground truth",
     "Who is who, as the data say: the mated column or the subject "
     "ids. Where it is wrong, so are the figures; --review lists "
     "probable errors of labels.",
     "mated", "--labels"},
    {"group",
     "People who share the value of an attribute (sex = F). A "
     "comparison belongs to the group of its probe. assay takes groups "
     "from the data and infers nobody's.",
     NULL, "--by"},
    {"group-by", "Groups to tell apart.", "group", "--by"},
    {"groups", "Groups to tell apart.", "group", "--by"},
    {"gt",
     "The rule that only a score above the threshold is a match. It "
     "matters for ties.",
     NULL, "--rule"},
    {"hit",
     "Used for a match, a candidate, an alert and an arrest. assay "
     "keeps these words apart.",
     "candidate", NULL},
    {"hit rate",
     "Used for TPIR, for right alerts of all alerts and for alerts of "
     "all faces.",
     "TPIR", NULL},
    {"Holm",
     "Keeps the chance of any false difference among several tests below the "
     "level.",
     "adjusted p", "--confirmatory"},
    {"HTER",
     "(FMR + FNMR) / 2 at a threshold that was set on other data. Not "
     "given; both rates at given thresholds are.",
     "FMR and FNMR", "--thresholds-from"},
    {"hypergeometric",
     "The law of drawing without putting back. From how many people each "
     "search named it gives FPIR of smaller lists, as the mean over all "
     "of them.",
     NULL, "--sizes"},
    {"IAPAR",
     "Share of attacks that pass as the person attacked: of comparisons "
     "(ISO/IEC 30107-3).",
     NULL, "--attack"},
    {"identification",
     "Search of a list of N people (1:N); its figures are FPIR and "
     "FNIR, always with N.",
     NULL, NULL},
    {"IET", "Identification error tradeoff: FNIR against FPIR.", "FPIR", NULL},
    {"imposter", "Of two people.", "non-mated", "--non-mated"},
    {"impostor", "Of two people.", "non-mated", "--non-mated"},
    {"impostor distribution", "The histogram of non-mated scores.", "non-mated",
     "--non-mated"},
    {"inequity rate", "Spelled out: IR.", "IR", "--alpha"},
    {"interaction",
     "What two values of two attributes do together beyond what the attributes "
     "do one by one: the rate of groups with both over what these account for. "
     "The largest one is given, its range and p adjusted for all.",
     "ratio to all others", "--by"},
    {"invalid", "The score that stands for a comparison that failed.", "score",
     "--failed"},
    {"IR",
     "Inequity rate (NIST): max/min of FMR to the power alpha, times max/min "
     "of FNMR to the power 1 - alpha.",
     "max/geometric-mean", "--alpha"},
    {"jackknife",
     "Intervals from leaving out one person at a time. assay's "
     "intervals are its analytic counterpart.",
     "cluster-robust interval", "--confidence"},
    {"jobs", "How many threads work.", NULL, "--threads"},
    {"lamb",
     "A person whom many others match: on a list, false alerts at every "
     "search.",
     "zoo", NULL},
    {"latency",
     "Seconds from entering a camera's view to the right alert; those never "
     "found have none.",
     NULL, "--within"},
    {"list length",
     "How many candidates of a search count: a mate further back is "
     "missed.",
     NULL, "--list-length"},
    {"MAP",
     "Share of morphs that at least so many systems match in at least so many "
     "attempts of every subject who contributed to them.",
     "MMPMR", "--system"},
    {"margin", "How far from 1 a ratio of equal rates may be.", "equivalence",
     "--margin"},
    {"mask-file", "The BEE mask that says which pairs are mated.", "mated",
     "--mask"},
    {"match rate",
     "TMR if of pairs of one person; in the press often the share of "
     "alerts that were right.",
     "TMR", NULL},
    {"mate", "The reference of the person who is searched for.", "mated", NULL},
    {"mated", "Of one person: probe and reference are of the same person.",
     NULL, "--mated"},
    {"mates", "Pairs of one person.", "mated", "--mated"},
    {"max/geometric-mean",
     "The greatest rate of a group over the geometric mean of all. Like every "
     "measure of many groups it is above 1 by chance alone: beside it stands "
     "what equal groups would show.",
     "ratio to all others", "--by"},
    {"max/min",
     "The greatest rate of a group over the least. It grows with the number of "
     "groups and with chance.",
     "max/geometric-mean", "--by"},
    {"metadata",
     "What is known about people or images besides scores: a file of "
     "subjects.",
     "subject", "--subjects"},
    {"misidentification",
     "Used for a wrong alert, for a wrong candidate and for a false "
     "match.",
     "false alerts per alert", NULL},
    {"miss rate", "Of pairs: FNMR. Of searches of a list: FNIR.",
     "FNMR or FNIR", NULL},
    {"missing", "The score that stands for a comparison that failed.", "score",
     "--failed"},
    {"mixture",
     "A rate over days between which it, or what it divides by, changed: it "
     "describes neither part.",
     NULL, NULL},
    {"MMPMR",
     "Share of morphs that match every subject who contributed to them.", NULL,
     "--attack"},
    {"n-jobs", "How many threads work.", NULL, "--threads"},
    {"negative",
     "A non-mated comparison, or a decision that it is no match: two "
     "things.",
     "non-mated", "--non-mated"},
    {"NIR", "Sometimes FNIR, sometimes non-mated images: say which.", "FNIR",
     NULL},
    {"non-match", "A decision; a pair of two people is non-mated.", "non-mated",
     "--non-mated"},
    {"non-mated", "Of two people: probe and reference are of different people.",
     NULL, "--non-mated"},
    {"nonmates", "Pairs of two people.", "non-mated", "--non-mated"},
    {"open-set",
     "Searches in which some people are not on the list: live use "
     "always.",
     "FPIR", NULL},
    {"operating point", "A threshold and the rates at it.", "threshold",
     "--threshold"},
    {"operational evaluation",
     "A test on the records of a real deployment: what the records "
     "hold can be counted, who passed unnoticed cannot.",
     NULL, NULL},
    {"orphan alert",
     "An alert that falls in no passage of the log: whose it is isn't known.",
     "passage", "--grace"},
    {"out", "Where the result goes.", NULL, "-o"},
    {"output", "Where the result goes.", NULL, "-o"},
    {"p-value",
     "Chance of data at least as far from equality if rates were equal; how "
     "much they differ it does not say. Of two systems: assay compare.",
     "confidence interval", "--multiplicity"},
    {"paired comparison",
     "Two systems on the same people and comparisons: what both err on cancels "
     "from their difference, which is then known more closely than as if they "
     "were independent. assay compare.",
     "p-value", "--unpaired"},
    {"passage",
     "One person walking once through a camera's field of view. "
     "Passages are not people and not faces counted: one passage can "
     "give many faces.",
     NULL, NULL},
    {"permutation test",
     "How often groups that are drawn anew among the same people differ as "
     "much as these do.",
     "p-value", "--by"},
    {"pool", "Everybody from whom watchlists were drawn.", NULL,
     "--watchlist-size"},
    {"positive",
     "A mated comparison, or a decision that it is a match: two "
     "things.",
     "mated", "--mated"},
    {"PPV",
     "Positive predictive value: the share of alerts that are right; "
     "it depends on how many listed people pass.",
     "right alerts per alert", "--prevalence"},
    {"precision",
     "The share of alerts that are right; it depends on how many "
     "listed people pass.",
     "right alerts per alert", "--prevalence"},
    {"prediction interval",
     "The range in which a count of a future day should lie, if that "
     "day is like those tested.",
     "wrong alerts on a day", "--passages"},
    {"prevalence",
     "The share of passages that is by people on the list. No test tells it.",
     "right alerts per alert", "--prevalence"},
    {"probe", "The image (or template) that is compared: the row of a matrix.",
     NULL, "--probes"},
#include "evaluate/words_q_z.inc"
};

enum { WORDS = sizeof words / sizeof words[0] };

const assay_word *assay_words(size_t *count)
{
    *count = WORDS;
    return words;
}
