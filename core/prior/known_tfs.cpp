#include "core/prior/known_tfs.h"

#include <algorithm>
#include <array>
#include <string>

namespace regulus {
namespace {

// A family: what its names begin with, and what follows: digits, a letter and digits (FOXP3, POU2F1), or
// nothing that needs to be looked at.
enum class Tail { Digit, LetterDigit, Any, None };
struct Family {
    std::string_view start;
    Tail tail;
};

constexpr std::array families{
    Family{"GATA", Tail::Digit},      Family{"SOX", Tail::Digit},   Family{"PAX", Tail::Digit},
    Family{"FOX", Tail::LetterDigit}, Family{"ZNF", Tail::Digit},   Family{"ZFP", Tail::Digit},
    Family{"ZBTB", Tail::Digit},      Family{"KLF", Tail::Digit},   Family{"SP", Tail::Digit},
    Family{"IRF", Tail::Digit},       Family{"STAT", Tail::Digit},  Family{"TBX", Tail::Digit},
    Family{"RUNX", Tail::Digit},      Family{"E2F", Tail::Digit},   Family{"HOX", Tail::LetterDigit},
    Family{"NKX", Tail::Digit},       Family{"LHX", Tail::Digit},   Family{"DLX", Tail::Digit},
    Family{"SIX", Tail::Digit},       Family{"POU", Tail::Digit},   Family{"CEBP", Tail::Any},
    Family{"NFKB", Tail::Digit},      Family{"NFAT", Tail::Any},    Family{"NFI", Tail::Any},
    Family{"NFY", Tail::Any},         Family{"NFE2", Tail::Any},    Family{"NR", Tail::Digit},
    Family{"RAR", Tail::Any},         Family{"RXR", Tail::Any},     Family{"PPAR", Tail::Any},
    Family{"ESR", Tail::Digit},       Family{"ESRR", Tail::Any},    Family{"ETV", Tail::Digit},
    Family{"ELK", Tail::Digit},       Family{"ELF", Tail::Digit},   Family{"SMAD", Tail::Digit},
    Family{"TCF", Tail::Digit},       Family{"LEF", Tail::Digit},   Family{"MEF2", Tail::Any},
    Family{"ATF", Tail::Digit},       Family{"CREB", Tail::Any},    Family{"CREM", Tail::None},
    Family{"BATF", Tail::Any},        Family{"JUN", Tail::Any},     Family{"FOS", Tail::Any},
    Family{"MAF", Tail::Any},         Family{"BACH", Tail::Digit},  Family{"EGR", Tail::Digit},
    Family{"HIF", Tail::Digit},       Family{"EPAS", Tail::Digit},  Family{"HNF", Tail::Digit},
    Family{"ONECUT", Tail::Digit},    Family{"SNAI", Tail::Digit},  Family{"ZEB", Tail::Digit},
    Family{"TWIST", Tail::Digit},     Family{"MYC", Tail::Any},     Family{"MYB", Tail::Any},
    Family{"MAX", Tail::None},        Family{"MXI", Tail::Digit},   Family{"MXD", Tail::Digit},
    Family{"USF", Tail::Digit},       Family{"SREBF", Tail::Digit}, Family{"TFAP", Tail::Digit},
    Family{"TFE", Tail::Any},         Family{"MITF", Tail::None},   Family{"HES", Tail::Digit},
    Family{"HEY", Tail::Any},         Family{"ASCL", Tail::Digit},  Family{"NEUROD", Tail::Digit},
    Family{"NEUROG", Tail::Digit},    Family{"OLIG", Tail::Digit},  Family{"MSX", Tail::Digit},
    Family{"OTX", Tail::Digit},       Family{"PITX", Tail::Digit},  Family{"CDX", Tail::Digit},
    Family{"GLI", Tail::Digit},       Family{"GLIS", Tail::Digit},  Family{"ZIC", Tail::Digit},
    Family{"IKZF", Tail::Digit},      Family{"PRDM", Tail::Digit},  Family{"BCL6", Tail::Any},
    Family{"BCL11", Tail::Any},       Family{"TP", Tail::Digit},    Family{"TRP53", Tail::None},
    Family{"REL", Tail::Any},         Family{"SPI", Tail::Any},     Family{"ETS", Tail::Any},
    Family{"FLI1", Tail::None},       Family{"ERG", Tail::None},    Family{"AR", Tail::None},
    Family{"AHR", Tail::None},        Family{"ARNT", Tail::Any},    Family{"CLOCK", Tail::None},
    Family{"BHLHE", Tail::Digit},     Family{"ID", Tail::Digit},    Family{"TAL", Tail::Digit},
    Family{"LYL", Tail::Digit},       Family{"GFI", Tail::Digit},   Family{"MEIS", Tail::Digit},
    Family{"PBX", Tail::Digit},       Family{"TEAD", Tail::Digit},  Family{"RFX", Tail::Digit},
    Family{"CTCF", Tail::Any},        Family{"YY", Tail::Digit},    Family{"REST", Tail::None},
    Family{"SRF", Tail::None},        Family{"EOMES", Tail::None},  Family{"TBXT", Tail::None},
    Family{"TBR", Tail::Digit},       Family{"XBP", Tail::Digit},   Family{"DDIT3", Tail::None},
    Family{"NRF", Tail::Digit},       Family{"THR", Tail::Any},     Family{"VDR", Tail::None},
    Family{"PGR", Tail::None},        Family{"HMGA", Tail::Digit},  Family{"ARID", Tail::Digit},
    Family{"BARX", Tail::Digit},      Family{"EMX", Tail::Digit},   Family{"VSX", Tail::Digit},
    Family{"PROX", Tail::Digit},      Family{"RORA", Tail::None},   Family{"RORB", Tail::None},
    Family{"RORC", Tail::None},       Family{"TOX", Tail::Any},     Family{"NANOG", Tail::None},
    Family{"WT1", Tail::None},        Family{"CUX", Tail::Digit},   Family{"SATB", Tail::Digit},
    Family{"HSF", Tail::Digit},       Family{"EBF", Tail::Digit},   Family{"ISL", Tail::Digit},
    Family{"AP1", Tail::None},        Family{"NFKB", Tail::None}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool fits(std::string_view rest, Tail tail) {
    switch (tail) {
        case Tail::Digit:
            return !rest.empty() && is_digit(rest[0]);
        case Tail::LetterDigit:
            return rest.size() >= 2 && rest[0] >= 'A' && rest[0] <= 'Z' && is_digit(rest[1]);
        case Tail::Any:
            return rest.size() <= 3;
        case Tail::None:
            break;
    }
    return rest.empty();
}

}  // namespace

bool looks_like_tf(std::string_view name) {
    std::string capitals(name);
    std::ranges::transform(capitals, capitals.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return std::ranges::any_of(families, [&](const Family& family) {
        return capitals.starts_with(family.start) &&
               fits(std::string_view(capitals).substr(family.start.size()), family.tail);
    });
}

}  // namespace regulus
