@echo off
rem Installs docparse without a network: install.cmd [FOLDER]. The work is done by install.py.
py -3 --version >nul 2>nul
if errorlevel 1 (python "%~dp0install.py" %*) else (py -3 "%~dp0install.py" %*)
pause
