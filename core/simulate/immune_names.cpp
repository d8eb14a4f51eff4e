#include "core/simulate/immune_names.h"

#include <array>

namespace regulus::immune {
namespace {

constexpr std::array<std::string_view, 10> types{
    "CD4 T", "CD14 monocyte", "B", "NK", "CD8 T", "FCGR3A monocyte", "Dendritic", "Treg", "Plasma", "Th17"};

// One character a type:       CD4 14m B NK CD8 16m DC Treg Plasma Th17
constexpr std::array<Factor, 33> factor_table{{
    {"SPI1", "0210022000"},  {"PAX5", "0020000000"},        {"TBX21", "0002200000"},
    {"TCF7", "2000100101"},  {"CEBPB", "0200010000"},       {"GATA3", "2001100101"},
    {"EBF1", "0020000000"},  {"EOMES", "0002100000"},       {"LEF1", "2000100000"},
    {"IRF8", "0110002000"},  {"KLF4", "0200010000"},        {"MAFB", "0100020000"},
    {"FOXP3", "0000000200"}, {"STAT1", "0100011000", true}, {"RORC", "0000000002"},
    {"IRF4", "0000001121"},  {"BCL6", "1010000000"},        {"BCL11B", "2000200202"},
    {"RUNX3", "0002200000"}, {"IRF7", "0100012000", true},  {"BATF3", "0000002000"},
    {"NR4A1", "0000020000"}, {"CEBPA", "0200010000"},       {"PRDM1", "0001100120"},
    {"XBP1", "0000001020"},  {"POU2AF1", "0010000020"},     {"TCF4", "0010002000"},
    {"BACH2", "1020000000"}, {"ZEB2", "0102110000"},        {"STAT4", "1002100000"},
    {"STAT3", "0100000002"}, {"IKZF2", "0001000200"},       {"NFIL3", "0102000000"},
}};

constexpr std::array<Marker, 96> marker_table{{
    {"CD14", "+SPI1 +CEBPB +KLF4"},   {"MS4A1", "+PAX5 +EBF1"},          {"CD3D", "+GATA3 +TCF7 +BCL11B"},
    {"NKG7", "+TBX21 +EOMES"},        {"LYZ", "+SPI1 +CEBPB"},           {"CD79A", "+EBF1 +PAX5"},
    {"IL7R", "+TCF7 +GATA3 -FOXP3"},  {"GNLY", "+TBX21 +EOMES"},         {"FCGR3A", "+MAFB +NR4A1 +TBX21"},
    {"CD8A", "+RUNX3 +TBX21"},        {"ISG15", "+STAT1 +IRF7"},         {"CLEC9A", "+BATF3 +IRF8"},
    {"CTLA4", "+FOXP3 +IKZF2"},       {"JCHAIN", "+PRDM1 +XBP1 -PAX5"},  {"S100A8", "+CEBPB +SPI1 +CEBPA"},
    {"CCR7", "+TCF7 +LEF1 -PRDM1"},   {"CD79B", "+EBF1 +PAX5"},          {"PRF1", "+TBX21 +EOMES +RUNX3"},
    {"MS4A7", "+MAFB +NR4A1"},        {"CD8B", "+RUNX3 +BCL11B"},        {"FCER1A", "+IRF8 +SPI1"},
    {"IL2RA", "+FOXP3 +IRF4"},        {"MZB1", "+XBP1 +IRF4"},           {"IL17A", "+RORC +STAT3"},
    {"S100A9", "+CEBPB +CEBPA"},      {"CD3E", "+GATA3 +TCF7"},          {"CD19", "+PAX5 +EBF1 -PRDM1"},
    {"GZMB", "+TBX21 +EOMES +TCF4"},  {"CX3CR1", "+TBX21 +ZEB2 +NR4A1"}, {"IFIT1", "+STAT1 +IRF7"},
    {"HLA-DRA", "+SPI1 +PAX5 +IRF8"}, {"FCN1", "+CEBPB +SPI1"},          {"LST1", "+SPI1 +NR4A1"},
    {"SELL", "+LEF1 +TCF7 -TBX21"},   {"BLNK", "+PAX5 +EBF1"},           {"GZMA", "+TBX21 +RUNX3"},
    {"CD4", "+GATA3 +BCL11B -RUNX3"}, {"IL3RA", "+TCF4 +IRF8"},          {"TIGIT", "+FOXP3 +IKZF2"},
    {"SDC1", "+PRDM1 +IRF4"},         {"CCR6", "+RORC +STAT3"},          {"MX1", "+STAT1 +IRF7"},
    {"VCAN", "+CEBPB +KLF4"},         {"CDKN1C", "+NR4A1 +MAFB"},        {"TRAC", "+TCF7 +LEF1 +BCL11B"},
    {"BANK1", "+PAX5 +BACH2"},        {"KLRD1", "+EOMES +RUNX3"},        {"CD1C", "+IRF4 +SPI1"},
    {"CSF1R", "+SPI1 +CEBPA"},        {"CD3G", "+BCL11B +GATA3"},        {"VPREB3", "+EBF1 +PAX5"},
    {"GZMK", "+EOMES +RUNX3"},        {"XCR1", "+BATF3 +IRF8"},          {"TNFRSF18", "+FOXP3 +IKZF2"},
    {"TNFRSF17", "+IRF4 +PRDM1"},     {"IL23R", "+RORC +STAT3"},         {"OAS1", "+STAT1 +IRF7"},
    {"CSF3R", "+SPI1 +CEBPA"},        {"C1QA", "+MAFB +SPI1"},           {"MAL", "+LEF1 +TCF7"},
    {"TCL1A", "+PAX5 +BACH2"},        {"FGFBP2", "+TBX21 +ZEB2"},        {"CCL5", "+TBX21 +RUNX3"},
    {"CD74", "+SPI1 +PAX5 +IRF8"},    {"IFNG", "+TBX21 +STAT4 -FOXP3"},  {"DERL3", "+XBP1 +PRDM1"},
    {"IFI44L", "+STAT1 +IRF7"},       {"S100A12", "+CEBPB +CEBPA"},      {"CD2", "+GATA3 +BCL11B"},
    {"CD22", "+PAX5 +EBF1"},          {"KLRF1", "+EOMES +ZEB2"},         {"CLEC10A", "+IRF4 +SPI1"},
    {"CST3", "+SPI1 +IRF8"},          {"CD40LG", "+TCF7 +BCL11B"},       {"IGHM", "+EBF1 +POU2AF1"},
    {"GZMH", "+TBX21 +ZEB2"},         {"TYROBP", "+SPI1 +TBX21"},        {"IGKC", "+POU2AF1 +PAX5 +XBP1"},
    {"IFI6", "+STAT1 +IRF7"},         {"FCER1G", "+SPI1 +EOMES"},        {"CCR4", "+GATA3 +IRF4"},
    {"CR2", "+PAX5 +EBF1"},           {"CST7", "+TBX21 +RUNX3"},         {"AIF1", "+SPI1 +MAFB"},
    {"SOCS3", "+STAT3 +STAT1"},       {"NCAM1", "+NFIL3 +EOMES"},        {"KLRB1", "+RORC +NFIL3"},
    {"CD68", "+SPI1 +MAFB"},          {"CIITA", "+SPI1 +PAX5 -PRDM1"},   {"CXCL10", "+STAT1 +IRF7"},
    {"S1PR5", "+TBX21 +ZEB2"},        {"ITGAX", "+SPI1 +NR4A1"},         {"XCL1", "+EOMES +STAT4"},
    {"CXCR5", "+BCL6 +EBF1 -PRDM1"},  {"FCRLA", "+PAX5 +BCL6"},          {"ITGAM", "+SPI1 +CEBPA"},
}};

constexpr std::array<std::string_view, 12> everywhere{
    "ACTB", "B2M", "MALAT1", "TMSB4X", "EEF1A1", "RPLP0", "RPS27", "RPL13A", "GAPDH", "FTL", "PTPRC", "TPT1"};

}  // namespace

std::span<const std::string_view> cell_types() {
    return types;
}
std::span<const Factor> factors() {
    return factor_table;
}
std::span<const Marker> markers() {
    return marker_table;
}
std::span<const std::string_view> housekeeping() {
    return everywhere;
}

}  // namespace regulus::immune
