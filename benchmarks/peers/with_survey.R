# The jobs in R's survey: svyby, confint and svychisq on a few tables of the many.
#
# Rscript with_survey.R JOB FOLDER SMALL OUT QUESTION,... BANNER,...
#
# Timed are the tables of these questions by these banners, and apart from them
# the design and the raking; seconds and memory are as in measuring.py. "calibrated" is calibrate(calfun = "raking"), "raked" is rake():
# the same weights, but rake() sweeps the margins again for every standard error.
# The frame has few other columns, as svyby copies them all.

suppressMessages(library(survey))

MARGINS <- c("b0", "b1", "b2", "b3")

load_folder <- function(folder) {
  data <- read.csv(file.path(folder, "columns.csv"))
  coded <- setdiff(names(data), c("psu", "stratum", "w"))
  data[coded] <- lapply(data[coded], factor)
  list(data = data, targets = read.csv(file.path(folder, "targets.csv")))
}

resident <- function(name) {
  if (!file.exists("/proc/self/status")) return(NA)
  line <- grep(paste0("^", name), readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

forget_peak <- function() {
  try(cat("5", file = "/proc/self/clear_refs"), silent = TRUE)
}

raked <- function(design, targets) {
  total <- sum(weights(design))
  populations <- lapply(MARGINS, function(name) {
    margin <- targets[targets$question == name, ]
    setNames(data.frame(factor(margin$code), margin$share * total), c(name, "Freq"))
  })
  rake(design, lapply(MARGINS, reformulate), populations,
       control = list(maxit = 100, epsilon = 1e-10))
}

calibrated <- function(design, targets) {
  total <- sum(weights(design))
  population <- c("(Intercept)" = total)
  for (name in MARGINS) {
    margin <- targets[targets$question == name, ][-1, ]
    population <- c(population, setNames(margin$share * total, paste0(name, margin$code)))
  }
  calibrate(design, reformulate(MARGINS), population, calfun = "raking", epsilon = 1e-10, maxit = 100)
}

designed <- function(job, input) {
  design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = input$data)
  switch(job, plain = design, raked = raked(design, input$targets),
         calibrated = calibrated(design, input$targets))
}

crosstab <- function(question, banner, design) {
  estimate <- svyby(reformulate(question), reformulate(banner), design, svymean)
  list(name = paste(question, banner), share = coef(estimate), error = SE(estimate),
       limits = confint(estimate, df = degf(design)),
       test = svychisq(reformulate(c(question, banner)), design))
}

# One line per number: table, what it is, the number; shares go down the banner columns first.
written <- function(table) {
  rbind(data.frame(name = paste(table$name, "share"), value = as.vector(table$share)),
        data.frame(name = paste(table$name, "error"), value = as.vector(as.matrix(table$error))),
        data.frame(name = paste(table$name, "F"), value = as.vector(table$test$statistic)))
}

arguments <- commandArgs(trailingOnly = TRUE)
job <- arguments[1]
pairs <- do.call(expand.grid, c(strsplit(arguments[5:6], ","), stringsAsFactors = FALSE))
invisible(crosstab("q0", "b0", designed(job, load_folder(arguments[3]))))
input <- load_folder(arguments[2])
invisible(gc())
forget_peak()
before <- resident("VmRSS")
setting_up <- system.time(design <- designed(job, input))
seconds <- system.time(tables <- mapply(crosstab, pairs[[1]], pairs[[2]],
                                        MoreArgs = list(design = design), SIMPLIFY = FALSE))
megabytes <- resident("VmHWM") - before
write.csv(do.call(rbind, lapply(tables, written)), arguments[4], row.names = FALSE)
version <- paste0("survey ", packageVersion("survey"), ", R ", getRversion())
processor <- function(time) time[["user.self"]] + time[["sys.self"]]
cat(sprintf('{"seconds": %f, "waited": %f, "setting_up": %f, "megabytes": %s, "version": "%s"}\n',
            processor(seconds), seconds[["elapsed"]], processor(setting_up),
            ifelse(is.na(megabytes), "null", format(megabytes)), version))
