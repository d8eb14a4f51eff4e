#include "/work/device/core/data/column_texts.h"
