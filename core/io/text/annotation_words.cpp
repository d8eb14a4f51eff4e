#include "core/io/text/annotation_words.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <unordered_set>
#include <vector>

#include "core/io/files/name_kinds.h"

namespace regulus {
namespace {

using Words = std::unordered_set<std::string>;

Words words_in(const char* text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

// What programs write.
const Words& program_names() {
    static const Words names = words_in(
        "cellid cellindex cellnumber cellnum fov fovname xcoord ycoord xcoordinate ycoordinate xcentroid "
        "ycentroid centerx centery centerz centroidx centroidy minx miny maxx maxy xposition yposition "
        "xpos ypos posx posy imagerow imagecol arrayrow arraycol pxlrowinfullres pxlcolinfullres "
        "centerxlocalpx centerylocalpx centerxglobalpx centeryglobalpx cellarea nucleusarea volume "
        "perimeter ncounts ngenes numis numi ncountrna nfeaturerna totalcounts ngenesbycounts percentmt "
        "percentmito pctcountsmt doubletscore leiden louvain seuratclusters batchid unnamed0 spatial1 "
        "spatial2 umap1 umap2 tsne1 tsne2 xumap1 xumap2 cluster clusterid celltypeid labelid "
        // Reads that htseq-count and STAR give to no gene.
        "nofeature ambiguous toolowaqual notaligned alignmentnotunique nunmapped nmultimapping nnofeature "
        "nambiguous ");
    return names;
}

// Words that say something of a cell by themselves.
const Words& words_of_cells() {
    static const Words words = words_in(
        "age time sex gender row rows col cols column columns pct percent percentage plate passage day "
        "days hour hours week weeks month months year years date timepoint timepoints dose dosage "
        "concentration conc replicate rep lane run well position pos index idx size radius diameter "
        "length width height area perimeter volume weight bmi stage phase pseudotime batch donor patient "
        "subject individual participant sample library pool chip array slide section roi fov tile field "
        "label labels cluster clusters group class celltype celltypes type subtype condition treatment "
        "treated stim stimulated stimulation target species organism strain tissue organ region layer "
        "site center centre disease status diagnosis genotype infected infection barcode umi umis depth "
        "reads doublet singlet doublets score quality viability rin ploidy clone clonotype lineage "
        "generation experiment protocol technology platform chemistry cohort study dataset source origin "
        "order rank number count counts total coord coords coordinate coordinates centroid angle distance "
        "intensity background smoker smoking alive survival event response responder grade outlier "
        "selected filtered filter passed mask cellcycle cycle ethnicity race severity level cellsize "
        "cellnumber leiden louvain umap tsne mitochondrial ribosomal mito ribo sequencing sort sorted "
        "gate gated freshness frozen fresh day0 session operator patientid donorid sampleid ncells ngenes "
        "ncounts ngene ncount numi nfeature nfeatures ");
    return words;
}

// What stands beside them: units, how it was computed, of what.
const Words& words_beside() {
    static const Words words = words_in(
        "of at in the and per by to from n nr no num id ids code coded coding name is has h hr hrs min "
        "mins minutes s sec seconds d y yr yrs wk wks mg ml u m um nm px micron microns mean median std sd "
        "log log1p log10 log2 raw norm normalized normalised scaled fraction frac ratio prop proportion "
        "value cell cells gene genes spot spots bead nucleus nuclei image global local spatial rna adt mt "
        "hb feature features detected expressed top bottom orig original collection death sampling "
        "sampled onset baseline res resolution snn wsnn harmony dim component pc pca g2m x z a b c male "
        "female treatmentday scan fullres pxl pixel in_tissue my new old final initial start end max seq "
        "sequenced dissociation culture transfection injection ");
    return words;
}

// "plate.row", "TIME_h", "passageNumber" in small letters and parts.
std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts(1);
    char before = 0;
    for (const char c : name) {
        const bool letter = is_small(c) || is_capital(c) || is_digit(c);
        if (!letter || (is_capital(c) && is_small(before))) parts.emplace_back();
        if (letter) parts.back() += is_capital(c) ? static_cast<char>(c + 32) : c;
        before = c;
    }
    std::erase(parts, std::string());
    return parts;
}

// batch2 is batch; age1 and pos5, which are genes of yeast, and STIM1 and SORT1 stay as they are.
std::string without_number(const std::string& part) {
    constexpr std::size_t long_enough = 4;
    const auto last = part.find_last_not_of("0123456789");
    if (last == std::string::npos || last + 1 < long_enough) return part;
    const std::string word = part.substr(0, last + 1);
    return word == "stim" || word == "sort" ? part : word;
}

}  // namespace

bool names_annotation(const std::string& name) {
    return name.empty() || program_names().contains(plain_word(name));
}

bool reads_as_annotation(const std::string& name) {
    if (name.size() == 1) return std::string("xyzXYZ").find(name) != std::string::npos;
    bool any = words_of_cells().contains(plain_word(name));
    if (any) return true;
    for (const std::string& part : parts_of(name)) {
        const std::string word = without_number(part);
        const bool head = words_of_cells().contains(word);
        any = any || head;
        if (!head && !words_beside().contains(word) && !std::ranges::all_of(part, is_digit)) return false;
    }
    return any;
}

}  // namespace regulus
